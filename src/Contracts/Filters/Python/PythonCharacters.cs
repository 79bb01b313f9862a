using System.Globalization;
using System.Text;

namespace Karton.Contracts.Filters.Python;

/// <summary>Characters as Python sees them: whole code points, and its classes of them.</summary>
internal static class PythonCharacters
{
    /// <summary>What <c>str.isspace</c> accepts.</summary>
    internal const string WhiteSpace =
        "\t\n\v\f\r\u001c\u001d\u001e\u001f \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008"
        + "\u2009\u200a\u2028\u2029\u202f\u205f\u3000";

    /// <summary>Whether <c>repr</c> shows the character itself instead of an escape.</summary>
    internal static bool IsPrintable(int codePoint) => codePoint == ' ' || CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
            or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);

    /// <summary>The character at a position, and how many UTF-16 units it has.</summary>
    internal static int CodePointAt(ReadOnlySpan<char> text, int position, out int length)
    {
        if (!char.IsSurrogate(text[position]))
        {
            length = 1;
            return text[position];
        }

        Rune.DecodeFromUtf16(text[position..], out var rune, out length);
        return rune.Value;
    }

    /// <summary>All characters of a text.</summary>
    internal static int[] CodePoints(string text)
    {
        var characters = new List<int>(text.Length);
        for (var position = 0; position < text.Length;)
        {
            characters.Add(CodePointAt(text, position, out var length));
            position += length;
        }

        return [.. characters];
    }

    /// <summary>The characters of a text one by one, as texts.</summary>
    internal static IEnumerable<string> Split(string text)
    {
        for (var position = 0; position < text.Length;)
        {
            CodePointAt(text, position, out var length);
            yield return text.Substring(position, length);
            position += length;
        }
    }
}
