using System.Globalization;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>Reads escaped characters and sets.</summary>
internal sealed class RegexCharacters(RegexReader reader)
{
    private const int LastOctal = 0xFF;
    private const int LastCodePoint = 0x10FFFF;

    /// <summary>The character that an escape stands for, after its backslash and first character.</summary>
    internal int ReadEscaped(int escape) => escape switch
    {
        RegexReader.End => throw reader.Fault("it ends with a backslash"),
        'a' => '\a',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'v' => '\v',
        'x' => ReadHexadecimal(2),
        'u' => ReadHexadecimal(4),
        'U' => ReadHexadecimal(8),
        _ when RegexSyntax.IsOctalDigit(escape) =>
            FromOctal((char)escape + reader.TakeWhile(RegexSyntax.IsOctalDigit, most: 2)),
        _ when RegexSyntax.IsAsciiLetter(escape) || RegexSyntax.IsDigit(escape) =>
            throw reader.Fault($"the escape '\\{(char)escape}' is not supported"),
        _ => escape,
    };

    internal int FromOctal(string digits)
    {
        var value = digits.Aggregate(0, (sum, digit) => sum * 8 + digit - '0');
        return value <= LastOctal ? value : throw reader.Fault($"the octal escape '\\{digits}' is too large");
    }

    /// <summary>The set after its opening bracket.</summary>
    internal string ReadSet()
    {
        var isNegated = reader.TryTake('^');
        var set = new RegexSet();
        var isFirst = true;
        while (isFirst || reader.Next != ']')
        {
            isFirst = false;
            ReadMember(set);
        }

        reader.Take();
        return set.ToText(isNegated);
    }

    private void ReadMember(RegexSet set)
    {
        var first = ReadOne(set);
        var start = reader.Position;
        if (!reader.TryTake('-') || reader.Next == ']')
        {
            reader.Position = start;
            AddCharacter(set, first, first);
            return;
        }

        var last = ReadOne(set);
        if (first is null || last is null || last < first)
        {
            throw reader.Fault("a range in a set has no proper ends");
        }

        AddCharacter(set, first, last);
    }

    // Null when it was a class such as \d, which is in the set by then.
    private int? ReadOne(RegexSet set)
    {
        var character = reader.Take();
        switch (character)
        {
            case RegexReader.End:
                throw reader.Fault("a set is not closed by ']'");
            case '\\' when RegexSet.IsClass(reader.Next):
                set.AddClass(reader.Take());
                return null;
            case '\\' when reader.TryTake('b'):
                return '\b';
            case '\\':
                return ReadEscaped(reader.Take());
            default:
                return character;
        }
    }

    private static void AddCharacter(RegexSet set, int? first, int? last)
    {
        if (first is { } from && last is { } to)
        {
            set.Add(from, to);
        }
    }

    private int ReadHexadecimal(int length)
    {
        var digits = reader.TakeWhile(character => character < 0x80 && char.IsAsciiHexDigit((char)character), length);
        if (digits.Length < length)
        {
            throw reader.Fault($"an escape needs {length} hexadecimal digits");
        }

        var value = long.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return value <= LastCodePoint && value is not (>= 0xD800 and <= 0xDFFF)
            ? (int)value
            : throw reader.Fault($"{digits} is no character");
    }
}
