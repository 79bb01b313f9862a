namespace Karton.Contracts.Filters.Conditions;

/// <summary>All of some conditions on the same value; true when there are none.</summary>
internal sealed class AllCondition(Condition[] conditions) : Condition
{
    internal override bool Matches(in HeaderValue value)
    {
        foreach (var condition in conditions)
        {
            if (!condition.Matches(value))
            {
                return false;
            }
        }

        return true;
    }
}
