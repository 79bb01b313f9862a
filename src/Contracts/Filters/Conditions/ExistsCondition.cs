using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>
/// <c>$exists</c> under a key without dots: whether an object has it, a list holds it or a string contains it, followed
/// by the other conditions that stand beside <c>$exists</c>.
/// </summary>
internal sealed class ExistsCondition(string key, bool isWanted, Condition? others) : Condition
{
    internal override bool Matches(in HeaderValue value) =>
        Has(value) == isWanted && (others is null || others.Matches(value));

    private bool Has(in HeaderValue value)
    {
        if (value.AsText() is { } text)
        {
            return text.Contains(key, StringComparison.Ordinal);
        }

        return value.Count is { } count
            ? PythonEquality.Contains(value, count, key)
            : value.AsMap() is { } map && map.ContainsKey(key);
    }
}
