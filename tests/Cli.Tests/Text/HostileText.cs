using System.Globalization;
using System.Text;
using CsCheck;

namespace Karton.Cli.Tests.Text;

/// <summary>Text as an attacker would write it, and what a terminal must never get of it.</summary>
internal static class HostileText
{
    public static Gen<string> Gen { get; } = CsCheck.Gen.OneOf(
        CsCheck.Gen.OneOf(
            "\u001b[2J", "\u001b]0;title\a", "\u009b31m", "\r\n", "\b\b", "\0", "\u007f", "\u0085", "\u2028", "\u2029",
            "\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069", "\u200e",
            "\u200f",
            "\u061c", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ud800", "\udc00", "\U000E0041",
            "\U000E0100", "\ufe0f", "\u3164", "\u2800", "e\u0301\u0301\u0301\u0301\u0301\u0301", "\ue000", "[red]",
            "[/]", "[[", "文件", "name.exe", " ", "\\x1b", "🦠"),
        CsCheck.Gen.Char.Select(letter => letter.ToString()),
        CsCheck.Gen.Char[' ', '~'].Select(letter => letter.ToString()))
        .Array[0, 60].Select(string.Concat);

    /// <summary>The first character that steers a terminal, turns the direction of writing or cannot be seen.</summary>
    public static string? FirstHarm(string text, bool allowsLineFeed = false)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n' && allowsLineFeed)
            {
                continue;
            }

            if (rune == Rune.ReplacementChar && !text.Contains('\ufffd', StringComparison.Ordinal))
            {
                return "a lone surrogate";
            }

            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned)
            {
                return $"U+{rune.Value:X4}";
            }
        }

        return null;
    }
}
