using Karton.Contracts.Data;

namespace Karton.Contracts.Filters.Python;

/// <summary>
/// Python's order of values: numbers and booleans, strings by code point, lists by their first difference.
/// </summary>
internal static class PythonOrder
{
    /// <summary>
    /// Less than, equal to or greater than zero, as the left is to the right; <see langword="null"/> for what Python
    /// refuses to order.
    /// </summary>
    internal static int? Compare(in HeaderValue left, DataValue right)
    {
        if (PythonEquality.Numeric(left) is { } number)
        {
            return PythonEquality.Numeric(right) is { } other ? number.CompareTo(other) : null;
        }

        if (left.AsText() is { } text)
        {
            return right.AsString() is { } limit ? CompareCodePoints(text, limit) : null;
        }

        return left.Count is { } count && right.AsList() is { } items ? CompareLists(left, count, items) : null;
    }

    private static int? CompareLists(in HeaderValue left, int count, IReadOnlyList<DataValue> right)
    {
        for (var index = 0; index < count && index < right.Count; index++)
        {
            if (!PythonEquality.AreEqual(left.Item(index), right[index]))
            {
                return Compare(left.Item(index), right[index]);
            }
        }

        return count.CompareTo(right.Count);
    }

    // UTF-16 would put the characters beyond U+FFFF before U+E000.
    private static int CompareCodePoints(string left, string right)
    {
        var same = left.AsSpan().CommonPrefixLength(right);
        if (same == left.Length || same == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        return Weight(left[same]).CompareTo(Weight(right[same]));
    }

    private static int Weight(char unit) => char.IsSurrogate(unit) ? unit + char.MaxValue : unit;
}
