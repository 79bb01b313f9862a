using Karton.Contracts.Data;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary><c>$in</c>: the value, or any item of it when it is a list, is one of those given.</summary>
internal sealed class InCondition(IReadOnlyList<DataValue> choices) : Condition
{
    internal override bool Matches(in HeaderValue value)
    {
        var count = value.Count;
        for (var index = 0; index < choices.Count; index++)
        {
            var isHit = count is { } items
                ? PythonEquality.Contains(value, items, choices[index])
                : PythonEquality.AreEqual(value, choices[index]);
            if (isHit)
            {
                return true;
            }
        }

        return false;
    }
}
