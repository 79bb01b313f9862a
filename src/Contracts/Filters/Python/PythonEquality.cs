using Karton.Contracts.Data;

namespace Karton.Contracts.Filters.Python;

/// <summary>
/// Python's <c>==</c>: <c>True == 1 == 1.0</c>, integers exact at any size, lists and objects by their parts.
/// </summary>
internal static class PythonEquality
{
    private static readonly DataNumber Zero = new("0");
    private static readonly DataNumber One = new("1");

    internal static bool AreEqual(in HeaderValue left, DataValue right)
    {
        if (left.IsMissing)
        {
            return false;
        }

        if (left.Count is { } count)
        {
            return right.AsList() is { } items && items.Count == count && ItemsAreEqual(left, items);
        }

        return right.Kind switch
        {
            DataKind.Null => left.IsNull,
            DataKind.Text => left.AsText() == right.AsString(),
            DataKind.Boolean or DataKind.Number => Numeric(left) is { } number && number == Numeric(right),
            DataKind.Map or DataKind.Resource => left.AsMap() is { } map
                && MapsAreEqual(map, new HeaderValue(right).AsMap()!),
            _ => false,
        };
    }

    /// <summary>Python's <c>item in list</c>.</summary>
    internal static bool Contains(in HeaderValue list, int count, DataValue item)
    {
        for (var index = 0; index < count; index++)
        {
            if (AreEqual(list.Item(index), item))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The number that a number or boolean is, or <see langword="null"/>.</summary>
    internal static DataNumber? Numeric(in HeaderValue value) =>
        value.AsNumber() ?? (value.AsBoolean() is { } boolean ? boolean ? One : Zero : null);

    internal static DataNumber? Numeric(DataValue value) => Numeric(new HeaderValue(value));

    private static bool ItemsAreEqual(in HeaderValue left, IReadOnlyList<DataValue> right)
    {
        for (var index = 0; index < right.Count; index++)
        {
            if (!AreEqual(left.Item(index), right[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool MapsAreEqual(DataMap left, DataMap right)
    {
        if (left.Count != right.Count)
        {
            return false;
        }

        foreach (var (key, value) in right)
        {
            if (!left.TryGetValue(key, out var theirs) || !AreEqual(new HeaderValue(theirs), value))
            {
                return false;
            }
        }

        return true;
    }
}
