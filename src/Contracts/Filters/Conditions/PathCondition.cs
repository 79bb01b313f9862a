namespace Karton.Contracts.Filters.Conditions;

/// <summary>A condition on what lies under a key.</summary>
internal sealed class PathCondition(HeaderPath path, Condition condition) : Condition
{
    internal override bool Matches(in HeaderValue value) => condition.Matches(path.Find(value));
}
