using Karton.Contracts.Filters.Wildcards;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>A string with wildcards: matches strings only, neither other values nor the items of a list.</summary>
internal sealed class WildcardCondition(Wildcard wildcard) : Condition
{
    internal override bool Matches(in HeaderValue value) => value.AsText() is { } text && wildcard.Matches(text);
}
