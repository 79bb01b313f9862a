using Karton.Contracts.Data;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary><c>$gt</c>, <c>$gte</c>, <c>$lt</c> and <c>$lte</c>; false for what cannot be ordered.</summary>
internal sealed class OrderCondition(DataValue limit, Func<int, bool> accepts) : Condition
{
    internal override bool Matches(in HeaderValue value) =>
        PythonOrder.Compare(value, limit) is { } order && accepts(order);
}
