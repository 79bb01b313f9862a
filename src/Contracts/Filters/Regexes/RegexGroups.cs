using System.Globalization;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>
/// The capturing groups of an expression, numbered as Python does: by their opening parentheses, the named ones among
/// the others.
/// </summary>
internal sealed class RegexGroups
{
    // Index 0 is the whole expression, to which nothing can refer; null is a group not yet closed.
    private readonly List<(long Least, long Most)?> _widths = [null];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private int _highestReference;

    internal int Open(string? name)
    {
        var number = _widths.Count;
        if (name is not null && !(IsIdentifier(name) && _numbers.TryAdd(name, number)))
        {
            throw new FormatException($"'{name}' is no name for a group, or is one already.");
        }

        _widths.Add(null);
        return number;
    }

    internal void Close(int number, RegexPiece content) => _widths[number] = (content.MinWidth, content.MaxWidth);

    /// <summary>The number of a group by its name or number; the latter may still be to come.</summary>
    internal int Find(string reference)
    {
        if (_numbers.TryGetValue(reference, out var number))
        {
            return number;
        }

        if (!int.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out number) || number == 0)
        {
            throw NotThere(reference);
        }

        _highestReference = Math.Max(_highestReference, number);
        return number;
    }

    internal (long Least, long Most) WidthOf(int number) =>
        number < _widths.Count && _widths[number] is { } width
            ? width
            : throw NotThere(number.ToString(CultureInfo.InvariantCulture));

    internal void CheckReferences()
    {
        if (_highestReference >= _widths.Count)
        {
            throw NotThere(_highestReference.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static FormatException NotThere(string group) =>
        new($"it refers to the group {group}, which is not there or not closed yet.");

    private static bool IsIdentifier(string name) =>
        name.Length > 0 && !char.IsDigit(name[0]) && name.All(unit => unit == '_' || char.IsLetterOrDigit(unit));
}
