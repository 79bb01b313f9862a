using System.Globalization;
using System.Text;

namespace Karton.Tracking.Storage;

/// <summary>
/// Text as a database takes it. PostgreSQL refuses NUL and halves of surrogate pairs, and any of them may stand in what
/// a sample or its author made up. Such a character is stored as the control character U+001A and its code in four
/// hexadecimal digits; all other text is stored as it is.
/// </summary>
internal static class StoredText
{
    private const char Escape = '\u001A';

    internal static string? Clean(string? text)
    {
        if (text is null || IsClean(text))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                clean.Append(text[i]).Append(text[++i]);
            }
            else if (IsPlain(text[i]))
            {
                clean.Append(text[i]);
            }
            else
            {
                clean.Append(Escape).Append(((int)text[i]).ToString("X4", CultureInfo.InvariantCulture));
            }
        }

        return clean.ToString();
    }

    internal static string? Restore(string? stored)
    {
        if (stored is null || !stored.Contains(Escape))
        {
            return stored;
        }

        var text = new StringBuilder(stored.Length);
        for (var i = 0; i < stored.Length; i++)
        {
            if (stored[i] == Escape && i + 4 < stored.Length && TryReadCode(stored.AsSpan(i + 1, 4), out var code))
            {
                text.Append((char)code);
                i += 4;
            }
            else
            {
                text.Append(stored[i]);
            }
        }

        return text.ToString();
    }

    private static bool IsClean(string text)
    {
        foreach (var letter in text)
        {
            if (!IsPlain(letter))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlain(char letter) => letter is not ('\0' or Escape) && !char.IsSurrogate(letter);

    private static bool TryReadCode(ReadOnlySpan<char> digits, out ushort code) =>
        ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code);
}
