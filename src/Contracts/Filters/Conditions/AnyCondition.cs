namespace Karton.Contracts.Filters.Conditions;

/// <summary>Any of some conditions on the same value; false when there are none.</summary>
internal sealed class AnyCondition(Condition[] conditions) : Condition
{
    internal override bool Matches(in HeaderValue value)
    {
        foreach (var condition in conditions)
        {
            if (condition.Matches(value))
            {
                return true;
            }
        }

        return false;
    }
}
