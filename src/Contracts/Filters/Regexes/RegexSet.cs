using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>
/// A set of characters, collected in Python's terms and written in .NET's: there the characters beyond U+FFFF are
/// pairs, so they become alternatives beside the set. Of the letters and digits those up to U+FFFF are known.
/// </summary>
internal sealed class RegexSet
{
    private const int FirstPair = 0x10000;
    private const int LastCodePoint = 0x10FFFF;
    private const int FirstSurrogate = 0xD800;
    private const int LastSurrogate = 0xDFFF;
    private const int UnitsPerHalf = 0x400;
    private const int LastInHalf = UnitsPerHalf - 1;

    private const string Digits = @"\p{Nd}";
    private const string NoDigits = @"\p{L}\p{M}\p{Nl}\p{No}\p{P}\p{S}\p{Z}\p{Cc}\p{Cf}\p{Co}\p{Cn}";
    private const string WordCharacters = @"\p{L}\p{N}_";
    private const string NoWordCharacters = @"\p{M}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\p{S}\p{Z}"
        + @"\p{Cc}\p{Cf}\p{Co}\p{Cn}\u203F\u2040\u2054\uFE33\uFE34\uFE4D-\uFE4F\uFF3F";

    private readonly List<(int First, int Last)> _pairs = [];
    private string _units = "";

    internal static bool IsClass(int letter) => letter is 'd' or 'D' or 'w' or 'W' or 's' or 'S';

    /// <summary>The set that <c>\d</c>, <c>\w</c>, <c>\s</c> or one of their opposites stands for.</summary>
    internal static RegexSet OfClass(int letter)
    {
        var set = new RegexSet();
        set.AddClass(letter);
        return set;
    }

    internal void AddClass(int letter)
    {
        switch (letter)
        {
            case 'd':
                _units += Digits;
                break;
            case 'w':
                _units += WordCharacters;
                break;
            case 's':
                _units += string.Concat(PythonCharacters.WhiteSpace.Select(unit => RegexSyntax.Unit(unit)));
                break;
            case 'D':
                _units += NoDigits;
                _pairs.Add((FirstPair, LastCodePoint));
                break;
            case 'W':
                _units += NoWordCharacters;
                _pairs.Add((FirstPair, LastCodePoint));
                break;
            default:
                AddAllBut(PythonCharacters.WhiteSpace);
                break;
        }
    }

    internal void Add(int first, int last)
    {
        if (first < FirstPair)
        {
            AddUnits(first, Math.Min(last, FirstSurrogate - 1));
            AddUnits(Math.Max(first, LastSurrogate + 1), Math.Min(last, FirstPair - 1));
        }

        if (last >= FirstPair)
        {
            _pairs.Add((Math.Max(first, FirstPair), last));
        }
    }

    internal string ToText(bool isNegated)
    {
        string[] pairs = [.. (isNegated ? Others(_pairs) : _pairs).SelectMany(range => Pairs(range.First, range.Last))];
        if (!isNegated && _units.Length == 0)
        {
            return $"(?:{string.Join('|', pairs)})";
        }

        var units = isNegated ? $"[^{_units}{RegexSyntax.SurrogateRange}]" : $"[{_units}]";
        return pairs.Length == 0 ? units : $"(?:{string.Join('|', pairs.Prepend(units))})";
    }

    private void AddUnits(int first, int last)
    {
        if (first <= last)
        {
            _units += first == last ? RegexSyntax.Unit(first) : $"{RegexSyntax.Unit(first)}-{RegexSyntax.Unit(last)}";
        }
    }

    private void AddAllBut(string sorted)
    {
        var next = 0;
        foreach (var excluded in sorted)
        {
            if (next < excluded)
            {
                Add(next, excluded - 1);
            }

            next = excluded + 1;
        }

        Add(next, LastCodePoint);
    }

    private static IEnumerable<(int First, int Last)> Others(IEnumerable<(int First, int Last)> ranges)
    {
        var next = FirstPair;
        foreach (var (first, last) in ranges.Order())
        {
            if (next < first)
            {
                yield return (next, first - 1);
            }

            next = Math.Max(next, last + 1);
        }

        if (next <= LastCodePoint)
        {
            yield return (next, LastCodePoint);
        }
    }

    // A range of pairs: the rest of its first high half, the whole ones between, the start of its last.
    private static IEnumerable<string> Pairs(int first, int last)
    {
        while (first <= last)
        {
            var (high, low) = Halves(first);
            var (lastHigh, lastLow) = Halves(last);
            var upTo = high == lastHigh || low != 0 ? high : lastLow == LastInHalf ? lastHigh : lastHigh - 1;
            var lowUpTo = high == lastHigh ? lastLow : LastInHalf;
            yield return $"{Range(0xD800 + high, 0xD800 + upTo)}{Range(0xDC00 + low, 0xDC00 + lowUpTo)}";
            first = FirstPair + upTo * UnitsPerHalf + lowUpTo + 1;
        }
    }

    private static (int High, int Low) Halves(int codePoint) =>
        Math.DivRem(codePoint - FirstPair, UnitsPerHalf);

    private static string Range(int first, int last) => $"[{RegexSyntax.Unit(first)}-{RegexSyntax.Unit(last)}]";
}
