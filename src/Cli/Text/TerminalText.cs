using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Karton.Cli.Text;

/// <summary>
/// Makes text of a sample fit for a terminal: what steers the terminal, turns the direction of writing or cannot be
/// seen is written out, such as <c>\x1b</c>, <c>\u202e</c> or <c>\U000e0041</c>. The result holds no control and no
/// format character. It is written as it is and never as markup.
/// </summary>
internal static class TerminalText
{
    public const int DefaultCells = 200;

    /// <summary>Room for a whole message with several values in it.</summary>
    public const int LongCells = 1000;

    private const char Ellipsis = '…';

    // More marks on one letter than any script needs reach into the lines above and below.
    private const int MostMarks = 3;

    /// <summary>The text with everything harmful written out, shortened in the middle to <paramref name="cells"/>
    /// columns: the end of a file name says as much as its beginning.</summary>
    public static string Escape(string? text, int cells = DefaultCells)
    {
        if (string.IsNullOrEmpty(text))
        {
            return string.Empty;
        }

        // Of a long text only the ends can be shown; each part has at least one letter per column.
        var parts = text.Length <= 4 * cells
            ? Parts(text)
            : [.. Parts(text.AsSpan(0, 2 * cells)), .. Parts(text.AsSpan(text.Length - (2 * cells)))];
        var isCut = text.Length > 4 * cells || parts.Sum(part => part.GetCellWidth()) > cells;
        return isCut ? Shorten(parts, cells) : string.Concat(parts);
    }

    private static string Shorten(List<string> parts, int cells)
    {
        var tail = (cells - 1) / 3;
        var end = parts.Count;
        for (var used = 0; end > 0 && used + parts[end - 1].GetCellWidth() <= tail; end--)
        {
            used += parts[end - 1].GetCellWidth();
        }

        var head = cells - 1 - parts.Skip(end).Sum(part => part.GetCellWidth());
        var result = new StringBuilder();
        foreach (var part in parts.Take(end))
        {
            head -= part.GetCellWidth();
            if (head < 0)
            {
                break;
            }

            result.Append(part);
        }

        return result.Append(Ellipsis).AppendJoin(null, parts.Skip(end)).ToString();
    }

    private static List<string> Parts(ReadOnlySpan<char> text)
    {
        var parts = new List<string>(text.Length);
        var marks = MostMarks;
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out var rune, out var length) != System.Buffers.OperationStatus.Done)
            {
                parts.Add(Written(text[0]));
                text = text[1..];
                continue;
            }

            marks = IsMark(rune) ? marks + 1 : 0;
            parts.Add(IsHarmless(rune) && marks <= MostMarks ? rune.ToString() : Written(rune.Value));
            text = text[length..];
        }

        return parts;
    }

    private static bool IsHarmless(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator => false,
        UnicodeCategory.SpaceSeparator => rune.Value == ' ',
        _ => !IsInvisible(rune.Value),
    };

    // Letters, marks and symbols without a shape: fillers, variation selectors and the empty braille pattern.
    private static bool IsInvisible(int value) => value
        is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164
        or (>= 0xFE00 and <= 0xFE0F) or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF);

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static string Written(int value) => value switch
    {
        <= 0xFF => $"\\x{value:x2}",
        <= 0xFFFF => $"\\u{value:x4}",
        _ => $"\\U{value:x8}",
    };
}
