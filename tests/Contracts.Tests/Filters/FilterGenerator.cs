using CsCheck;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Filters;

/// <summary>
/// Random headers, and filters written with them in view, so that about half of them match. The vocabulary is small and
/// odd: values that look like others, wildcards, signs of the topic exchange, long and foreign text.
/// </summary>
internal static class FilterGenerator
{
    private static readonly string[] RoutedKeys = ["type", "kind", "stage", "platform", "extension"];
    private static readonly string[] OtherKeys = ["tags", "report", "size", ""];

    private static readonly Gen<string> Text = Gen.Frequency(
        (6, Gen.OneOf("sample", "win32", "win64", "linux", "exe", "raw", "a", "b")),
        (3, Gen.OneOf("", "-", "None", "True", "5", "1.0", "*", "#", "any", "!x", "a.b", "%2D", "[a]", "é", "😀")),
        (1, Gen.OneOf(new string('x', 60), new string('x', 40), new string('日', 20), "\ud83d", "x\ny\0")),
        (1, Gen.String));

    private static readonly Gen<DataValue> Number = Gen.OneOf<DataValue>(
        Gen.Int[-2, 6].Select(number => (DataValue)number),
        Gen.OneOf("1.0", "-0", "2.5", "1e16", "1e999", "123456789012345678901234567890").Select(DataValue.Number));

    private static readonly Gen<DataValue> Scalar = Gen.Frequency(
        (5, Text.Select(text => (DataValue)text)),
        (2, Number),
        (1, Gen.Bool.Select(boolean => (DataValue)boolean)),
        (1, Gen.Const(DataValue.Null)));

    private static readonly Gen<DataValue> Any = Gen.Recursive<DataValue>((depth, inner) => depth >= 3
        ? Scalar
        : Gen.Frequency(
            (6, Scalar),
            (2, inner.Array[0, 3].Select(items => (DataValue)items)),
            (1, Gen.Select(Gen.OneOf("a", "b", "0"), inner).Select(
                (key, value) => (DataValue)new DataMap { [key] = value })),
            (1, Gen.Const<DataValue>(new Resource { Name = "a", Sha256 = new string('0', 64), Size = 5 }))));

    private static readonly Gen<DataValue> Pattern = Gen.OneOf(
        "*", "?*", "win*", "*32", "w?n[36]*", "[!a]*", "s*e", "[",
        "!*", "!win*", "!win32", "!", "!!x", "!None", "!5", "![!a]*", "!linux").Select(pattern => (DataValue)pattern);

    public static Gen<DataMap> Headers { get; } = Gen.Select(
        Gen.Select(
            Gen.OneOf(RoutedKeys),
            Gen.Frequency((8, Text.Select(text => (DataValue)text)), (2, Any), (1, Gen.Const(DataValue.Null))))
            .Array[0, 5],
        Gen.Select(Gen.OneOf(OtherKeys), Any).Array[0, 3],
        (routed, others) => Map([.. routed, .. others]));

    public static Gen<(DataValue Filters, DataMap Headers)> FiltersAndHeaders { get; } =
        from headers in Headers
        from rules in Rule(headers).Array[0, 4]
        select (DataValue.List(rules.Select(rule => (DataValue)rule)), headers);

    private static Gen<DataMap> Rule(DataMap headers) =>
        Gen.Frequency((12, Entry(headers)), (1, LogicalEntry(headers))).Array[0, 3].Select(Map);

    private static Gen<(string, DataValue)> Entry(DataMap headers) =>
        from key in Key(headers)
        from condition in Gen.Frequency(
            (5, Value(headers, key)),
            (2, Pattern),
            (4, Operator(headers, key, 0)),
            (1, Gen.Const<DataValue>(DataMap.Empty)))
        select (key, condition);

    private static Gen<(string, DataValue)> LogicalEntry(DataMap headers) =>
        from name in Gen.OneOf("$or", "$and", "$nor")
        from entries in Entry(headers).Array[1, 2]
        select (name, DataValue.List(entries.Select(entry => (DataValue)Map([entry]))));

    private static Gen<string> Key(DataMap headers)
    {
        var any = Gen.OneOf([.. RoutedKeys, .. OtherKeys, "report.a", "tags.0", "report.a.b", "type.x", "tags.-1"]);
        return headers.Count == 0 ? any : Gen.Frequency((3, Gen.OneOf(headers.Keys.ToArray())), (1, any));
    }

    // A value that the header has, or that reads like it, or any.
    private static Gen<DataValue> Value(DataMap headers, string key)
    {
        if (!headers.TryGetValue(key, out var value))
        {
            return Any;
        }

        var item = value.AsList() is [var first, ..] ? first : value;
        return Gen.Frequency((4, Gen.OneOf(value, item)), (2, Gen.Const<DataValue>(PrintedAs(value))), (2, Any));
    }

    private static string PrintedAs(DataValue value) => value.Kind switch
    {
        DataKind.Null => "None",
        DataKind.Boolean => value.AsBoolean()!.Value ? "True" : "False",
        _ => value.ToString(),
    };

    private static Gen<DataValue> Operator(DataMap headers, string key, int depth)
    {
        var value = Value(headers, key);
        var condition = depth >= 2 ? value : Gen.Frequency((2, value), (1, Operator(headers, key, depth + 1)));
        return Gen.OneOf(
            Named(value, "$eq", "$ne", "$gt", "$gte", "$lt", "$lte"),
            Named(value.Array[0, 3].Select(items => (DataValue)items), "$in", "$nin"),
            Named(condition.Array[0, 3].Select(items => (DataValue)items), "$and", "$or", "$nor", "$all"),
            Named(condition, "$not"),
            Named(value.Select(item => (DataValue)new DataMap { ["$eq"] = item }), "$elemMatch"),
            Named(Gen.Int[0, 2].Select(size => (DataValue)size), "$size"),
            Named(Gen.OneOf<DataValue>("string", "number", "array", "object", "null", "bool", 2, 16), "$type"),
            Named(Gen.OneOf<DataValue>("[2, 1]", "[-3, 0]", "[2.5, 0]").Select(
                pair => DataValue.Parse(pair.AsString()!)), "$mod"),
            Named(Gen.OneOf<DataValue>("^win", "/^SAMPLE$/i", "(?=x)", ".*", "[^a]$"), "$regex"),
            Named(Gen.Bool.Select(boolean => (DataValue)boolean), "$exists"));
    }

    private static Gen<DataValue> Named(Gen<DataValue> argument, params string[] names) =>
        Gen.Select(Gen.OneOf(names), argument, (name, value) => (DataValue)new DataMap { [name] = value });

    private static DataMap Map((string Key, DataValue Value)[] entries) =>
        new(entries.Select(entry => KeyValuePair.Create(entry.Key, entry.Value)));
}
