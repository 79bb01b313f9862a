using System.Globalization;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>
/// Translates an expression from Python's notation into .NET's, by recursive descent. It accepts what Python accepts
/// and refuses the rest. Options are resolved on the way, all but ignoring case.
/// </summary>
internal sealed partial class RegexTranslator
{
    // A linear search takes up to this many steps for each character.
    private const long MaxSize = 2000;

    private const string AnyCharacter = $"(?:[^{RegexSyntax.SurrogateRange}]|{RegexSyntax.AnyPair})";
    private const string AnyButLineBreak = $@"(?:[^\n{RegexSyntax.SurrogateRange}]|{RegexSyntax.AnyPair})";

    private readonly RegexReader _reader;
    private readonly RegexCharacters _characters;
    private readonly RegexGroups _groups = new();
    private bool _needsBacktracking;

    private RegexTranslator(string expression)
    {
        _reader = new RegexReader(expression);
        _characters = new RegexCharacters(_reader);
    }

    /// <exception cref="FormatException">The expression is malformed, too large or uses what is not
    /// supported.</exception>
    internal static TranslatedRegex Translate(string expression, RegexFlags options)
    {
        var translator = new RegexTranslator(expression);
        var flags = translator.ReadGlobalOptions(options);
        var piece = translator.ReadAlternatives(flags);
        if (translator._reader.Next != RegexReader.End)
        {
            throw translator._reader.Fault("there is a ')' too many");
        }

        translator._groups.CheckReferences();
        CheckSize(piece);
        var text = flags.HasFlag(RegexFlags.IgnoreCase) ? piece.Within("(?i:").Text : piece.Text;
        return new TranslatedRegex(text, translator._needsBacktracking);
    }

    private RegexPiece ReadAlternatives(RegexFlags flags)
    {
        var piece = ReadSequence(flags);
        while (_reader.TryTake('|'))
        {
            piece = piece.Or(ReadSequence(flags));
        }

        return piece;
    }

    private RegexPiece ReadSequence(RegexFlags flags)
    {
        var done = RegexPiece.Nothing;
        RegexPiece? last = null;
        while (_reader.Next is not (RegexReader.End or '|' or ')'))
        {
            if (flags.HasFlag(RegexFlags.Verbose) && SkipBlank())
            {
                continue;
            }

            if (ReadQuantifier() is { } quantifier)
            {
                last = Repeat(last, quantifier);
            }
            else if (ReadUnit(flags) is { } unit)
            {
                done = done.Then(last ?? RegexPiece.Nothing);
                last = unit;
            }
        }

        return done.Then(last ?? RegexPiece.Nothing);
    }

    private bool SkipBlank()
    {
        if (_reader.TryTake('#'))
        {
            _reader.TakeWhile(character => character != '\n');
            return true;
        }

        return _reader.TakeWhile(character => character is ' ' or (>= '\t' and <= '\r')).Length > 0;
    }

    // Null for a comment.
    private RegexPiece? ReadUnit(RegexFlags flags)
    {
        var isMultiline = flags.HasFlag(RegexFlags.Multiline);
        var character = _reader.Take();
        return character switch
        {
            '.' => RegexPiece.Character(flags.HasFlag(RegexFlags.DotAll) ? AnyCharacter : AnyButLineBreak),
            '^' => RegexPiece.Anchor(isMultiline ? "(?m:^)" : @"\A"),
            '$' => RegexPiece.Anchor(isMultiline ? "(?m:$)" : @"\Z"),
            '[' => RegexPiece.Character(_characters.ReadSet()),
            '\\' => ReadEscape(),
            '(' => ReadGroup(flags),
            _ => RegexPiece.Character(RegexSyntax.Literal(character)),
        };
    }

    private RegexPiece ReadEscape()
    {
        var escape = _reader.Take();
        return escape switch
        {
            'A' => RegexPiece.Anchor(@"\A"),
            'Z' => RegexPiece.Anchor(@"\z"),
            'b' => RegexPiece.Anchor(@"\b"),
            'B' => RegexPiece.Anchor(@"\B"),
            _ when RegexSet.IsClass(escape) => RegexPiece.Character(RegexSet.OfClass(escape).ToText(isNegated: false)),
            >= '1' and <= '9' => ReadReferenceOrOctal(escape),
            _ => RegexPiece.Character(RegexSyntax.Literal(_characters.ReadEscaped(escape))),
        };
    }

    private RegexPiece ReadReferenceOrOctal(int firstDigit)
    {
        var digits = (char)firstDigit + _reader.TakeWhile(RegexSyntax.IsDigit, most: 1);
        if (digits.Length == 2 && digits.All(digit => RegexSyntax.IsOctalDigit(digit)))
        {
            digits += _reader.TakeWhile(RegexSyntax.IsOctalDigit, most: 1);
        }

        return digits.Length == 3
            ? RegexPiece.Character(RegexSyntax.Literal(_characters.FromOctal(digits)))
            : ReferTo(int.Parse(digits, CultureInfo.InvariantCulture));
    }

    private RegexQuantifier? ReadQuantifier()
    {
        (long Least, long Most)? count = _reader.Next switch
        {
            '*' => (0, RegexPiece.Unbounded),
            '+' => (1, RegexPiece.Unbounded),
            '?' => (0, 1),
            '{' => ReadCount(),
            _ => null,
        };
        if (count is not var (least, most))
        {
            return null;
        }

        _reader.Take();
        var isLazy = _reader.TryTake('?');
        return new RegexQuantifier(least, most, isLazy, IsPossessive: !isLazy && _reader.TryTake('+'));
    }

    // Up to the closing brace; null, and nothing taken, when the brace only stands for itself.
    private (long Least, long Most)? ReadCount()
    {
        var start = _reader.Position;
        _reader.Take();
        var least = _reader.TakeWhile(RegexSyntax.IsDigit);
        var isRange = _reader.TryTake(',');
        var most = isRange ? _reader.TakeWhile(RegexSyntax.IsDigit) : least;
        if (_reader.Next != '}' || (!isRange && least.Length == 0))
        {
            _reader.Position = start;
            return null;
        }

        return (ToCount(least, ifEmpty: 0), ToCount(most, ifEmpty: RegexPiece.Unbounded));
    }

    private static long ToCount(string digits, long ifEmpty) => digits.Length == 0
        ? ifEmpty
        : long.TryParse(digits, CultureInfo.InvariantCulture, out var count) && count <= MaxSize
            ? count
            : throw new FormatException($"it repeats a part {digits} times, more than the {MaxSize} allowed.");

    private RegexPiece Repeat(RegexPiece? repeated, RegexQuantifier quantifier)
    {
        if (repeated is not { Kind: not RegexPieceKind.Anchor } unit)
        {
            throw _reader.Fault("there is nothing to repeat");
        }

        if (unit.Kind == RegexPieceKind.Repeated)
        {
            throw _reader.Fault("a repetition is repeated");
        }

        if (quantifier.Most < quantifier.Least)
        {
            throw _reader.Fault("it repeats a part at least more often than at most");
        }

        _needsBacktracking |= quantifier.IsPossessive;
        var result = quantifier.Apply(unit);
        CheckSize(result);
        return result;
    }

    private static void CheckSize(RegexPiece piece)
    {
        if (piece.Size > MaxSize)
        {
            throw new FormatException($"with repetitions written out it has more than the {MaxSize} parts allowed.");
        }
    }
}
