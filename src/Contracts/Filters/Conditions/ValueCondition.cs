using Karton.Contracts.Data;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>A boolean, number, null or list: equal to the value, or an item of it when it is a list.</summary>
internal sealed class ValueCondition(DataValue expected) : Condition
{
    internal override bool Matches(in HeaderValue value) => value.Count is { } count
        ? PythonEquality.Contains(value, count, expected)
        : PythonEquality.AreEqual(value, expected);
}
