namespace Karton.Contracts.Filters.Conditions;

/// <summary>The opposite of a condition.</summary>
internal sealed class NotCondition(Condition condition) : Condition
{
    internal override bool Matches(in HeaderValue value) => !condition.Matches(value);
}
