using Karton.Contracts.Data;

namespace Karton.Contracts.Filters.Conditions;

/// <summary><c>$size</c>: a list of that many items.</summary>
internal sealed class SizeCondition(DataNumber size) : Condition
{
    internal override bool Matches(in HeaderValue value) =>
        value.Count is { } count && size.CompareTo(count) == 0;
}
