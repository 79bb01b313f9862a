using Karton.Contracts.Data;
using Karton.Contracts.Filters.Conditions;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Compilation;

/// <summary>
/// The names and numbers of types that <c>$type</c> takes. Those of MongoDB that JSON lacks are known too and fit what
/// karton lets them fit: a date is any string, binary data is nothing.
/// </summary>
internal static class TypeNames
{
    private static readonly (string Name, int Number, JsonTypes Types)[] Known =
    [
        ("double", 1, JsonTypes.Fraction),
        ("string", 2, JsonTypes.Text),
        ("object", 3, JsonTypes.Map),
        ("array", 4, JsonTypes.List | JsonTypes.Text),
        ("binData", 5, JsonTypes.None),
        ("objectId", 7, JsonTypes.Text),
        ("bool", 8, JsonTypes.Boolean),
        ("date", 9, JsonTypes.Text),
        ("null", 10, JsonTypes.Null),
        ("regex", 11, JsonTypes.None),
        ("javascript", 13, JsonTypes.Text),
        ("javascriptWithScope", 15, JsonTypes.Text),
        ("int", 16, JsonTypes.Integer | JsonTypes.Boolean),
        ("timestamp", 17, JsonTypes.Integer | JsonTypes.Boolean),
        ("long", 18, JsonTypes.Integer | JsonTypes.Boolean),
    ];

    private const string AnyNumber = "number";

    internal static string Problem { get; } = "is no type. The types are: "
        + $"{string.Join(' ', Known.Select(type => type.Name).Append(AnyNumber))}.";

    internal static JsonTypes? Find(DataValue argument)
    {
        if (argument.AsString() == AnyNumber)
        {
            return JsonTypes.Fraction | JsonTypes.Integer | JsonTypes.Boolean;
        }

        foreach (var (name, number, types) in Known)
        {
            if (argument.AsString() == name || PythonEquality.AreEqual(new HeaderValue(argument), number))
            {
                return types;
            }
        }

        return null;
    }
}
