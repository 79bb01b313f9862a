using System.Globalization;

namespace Karton.Contracts.Filters.Regexes;

// What stands in parentheses.
internal sealed partial class RegexTranslator
{
    private RegexFlags ReadGlobalOptions(RegexFlags flags)
    {
        while (true)
        {
            var start = _reader.Position;
            if (flags.HasFlag(RegexFlags.Verbose) && SkipBlank())
            {
                continue;
            }

            if (!_reader.TryTake('(') || !_reader.TryTake('?'))
            {
                _reader.Position = start;
                return flags;
            }

            if (_reader.TryTake('#'))
            {
                _reader.TakeUntil(')', "a comment");
                continue;
            }

            if (!RegexSyntax.IsAsciiLetter(_reader.Next) || _reader.Next == 'P')
            {
                _reader.Position = start;
                return flags;
            }

            var added = ReadOptions();
            if (!_reader.TryTake(')'))
            {
                _reader.Position = start;
                return flags;
            }

            flags |= added;
        }
    }

    private RegexPiece? ReadGroup(RegexFlags flags)
    {
        if (!_reader.TryTake('?'))
        {
            return ReadCapture(flags, name: null);
        }

        var mark = _reader.Take();
        switch (mark)
        {
            case '#':
                _reader.TakeUntil(')', "a comment");
                return null;
            case ':':
                return ReadEnclosed(flags).Within("(?:");
            case 'P' when _reader.TryTake('<'):
                return ReadCapture(flags, _reader.TakeUntil('>', "the name of a group"));
            case 'P' when _reader.TryTake('='):
                return ReferTo(_groups.Find(_reader.TakeUntil(')', "a reference")));
            case '>':
                return Backtracking(ReadEnclosed(flags).Within("(?>"));
            case '=':
            case '!':
                return Backtracking(ReadEnclosed(flags).Asserted($"(?{(char)mark}"));
            case '<' when _reader.Next is '=' or '!':
                return ReadLookBehind(flags);
            case '(':
                return ReadConditional(flags);
            default:
                _reader.Position--;
                return ReadWithOptions(flags);
        }
    }

    private RegexPiece ReadCapture(RegexFlags flags, string? name)
    {
        var number = _groups.Open(name);
        var content = ReadEnclosed(flags);
        _groups.Close(number, content);
        return content.Within(string.Create(CultureInfo.InvariantCulture, $"(?<{number}>"));
    }

    private RegexPiece ReadLookBehind(RegexFlags flags)
    {
        var mark = (char)_reader.Take();
        var content = ReadEnclosed(flags);
        return content.MinWidth == content.MaxWidth
            ? Backtracking(content.Asserted($"(?<{mark}"))
            : throw _reader.Fault("a look-behind needs a fixed width");
    }

    private RegexPiece ReadConditional(RegexFlags flags)
    {
        var number = _groups.Find(_reader.TakeUntil(')', "a condition"));
        var whenMatched = ReadSequence(flags);
        var otherwise = _reader.TryTake('|') ? ReadSequence(flags) : RegexPiece.Nothing;
        Close();
        var open = string.Create(CultureInfo.InvariantCulture, $"(?({number})");
        return Backtracking(whenMatched.Or(otherwise).Within(open));
    }

    private RegexPiece ReadWithOptions(RegexFlags flags)
    {
        var added = ReadOptions();
        var removed = RegexFlags.None;
        if (_reader.TryTake('-'))
        {
            removed = ReadOptions();
            if (removed == RegexFlags.None || (added & removed) != 0)
            {
                throw _reader.Fault("after the '-' belong options to turn off");
            }
        }

        if (_reader.Next == ')')
        {
            throw _reader.Fault("options for the whole expression belong at its start");
        }

        if (!_reader.TryTake(':'))
        {
            throw _reader.Fault("this kind of group does not exist; a named one is written (?P<name>...)");
        }

        var content = ReadEnclosed((flags | added) & ~removed);
        return content.Within(
            added.HasFlag(RegexFlags.IgnoreCase) ? "(?i:" : removed.HasFlag(RegexFlags.IgnoreCase) ? "(?-i:" : "(?:");
    }

    private RegexFlags ReadOptions()
    {
        var flags = RegexFlags.None;
        while (RegexSyntax.IsAsciiLetter(_reader.Next))
        {
            var option = _reader.Take();
            flags |= option == 'u'
                ? RegexFlags.None
                : RegexSyntax.FlagOf(option) ?? throw _reader.Fault($"the option '{(char)option}' is not supported");
        }

        return flags;
    }

    private RegexPiece ReadEnclosed(RegexFlags flags)
    {
        var content = ReadAlternatives(flags);
        Close();
        return content;
    }

    private void Close()
    {
        if (!_reader.TryTake(')'))
        {
            throw _reader.Fault("a group is not closed");
        }
    }

    private RegexPiece ReferTo(int group)
    {
        var (least, most) = _groups.WidthOf(group);
        var text = string.Create(CultureInfo.InvariantCulture, $"\\k<{group}>");
        return Backtracking(new RegexPiece(text, 1, least, most));
    }

    private RegexPiece Backtracking(RegexPiece piece)
    {
        _needsBacktracking = true;
        return piece;
    }
}
