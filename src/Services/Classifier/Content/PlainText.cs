using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Karton.Services.Classifier.Content;

/// <summary>Tells text from other bytes, and how it is encoded.</summary>
internal static class PlainText
{
    private const int LongestSequence = 4;

    // What a terminal or a printer makes something of: BEL, BS, TAB, LF, VT, FF, CR and ESC, besides the letters.
    private static readonly byte[] AsciiLetters = [7, 8, 9, 10, 11, 12, 13, 27, .. Range(0x20, 0x7E)];
    private static readonly SearchValues<byte> Ascii = SearchValues.Create(AsciiLetters);
    private static readonly SearchValues<byte> Latin =
        SearchValues.Create([.. AsciiLetters, 0x85, .. Range(0xA0, 0xFF)]);

    private static readonly SearchValues<byte> Extended = SearchValues.Create([.. AsciiLetters, .. Range(0x80, 0xFF)]);

    /// <summary>Finds the encoding of the beginning of a file; <see cref="TextEncoding.None"/> when it is no
    /// text.</summary>
    /// <param name="start">The beginning.</param>
    /// <param name="isComplete">Whether that is the whole file, so that it cannot end in the middle of a
    /// letter.</param>
    public static TextEncoding EncodingOf(ReadOnlySpan<byte> start, bool isComplete)
    {
        if (start is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
        {
            return EncodingOfMarked(start);
        }

        return start.IsEmpty ? TextEncoding.None
            : !start.ContainsAnyExcept(Ascii) ? TextEncoding.Ascii
            : start.ContainsAnyExcept(Extended) ? EncodingOfUnmarked(start)
            : IsUtf8(start, isComplete) ? TextEncoding.Utf8
            : start.ContainsAnyExcept(Latin) ? TextEncoding.Extended
            : TextEncoding.Latin1;
    }

    /// <summary>Decodes text of a known encoding; what is broken becomes a replacement character.</summary>
    public static string Decode(ReadOnlySpan<byte> text, TextEncoding encoding) => encoding switch
    {
        TextEncoding.Utf16LittleEndian => Encoding.Unicode.GetString(text).TrimStart('\uFEFF'),
        TextEncoding.Utf16BigEndian => Encoding.BigEndianUnicode.GetString(text).TrimStart('\uFEFF'),
        TextEncoding.Utf8 => Encoding.UTF8.GetString(text).TrimStart('\uFEFF'),
        _ => Encoding.Latin1.GetString(text),
    };

    private static IEnumerable<byte> Range(int first, int last) =>
        Enumerable.Range(first, last - first + 1).Select(letter => (byte)letter);

    private static bool IsUtf8(ReadOnlySpan<byte> start, bool isComplete)
    {
        var mostCut = isComplete ? 0 : Math.Min(LongestSequence - 1, start.Length);
        for (var cut = 0; cut <= mostCut; cut++)
        {
            if (Utf8.IsValid(start[..^cut]))
            {
                return true;
            }
        }

        return false;
    }

    private static TextEncoding EncodingOfMarked(ReadOnlySpan<byte> start)
    {
        var encoding = start[0] == 0xFF ? TextEncoding.Utf16LittleEndian : TextEncoding.Utf16BigEndian;
        var text = Decode(start[..(start.Length & ~1)], encoding);
        return text.Any(letter => letter < 0x80 && !Ascii.Contains((byte)letter)) ? TextEncoding.None : encoding;
    }

    /// <summary>Windows writes scripts as UTF-16, and not always with a byte order mark.</summary>
    private static TextEncoding EncodingOfUnmarked(ReadOnlySpan<byte> start)
    {
        for (var index = 0; index + 1 < start.Length; index += 2)
        {
            if (start[index + 1] != 0 || !Ascii.Contains(start[index]))
            {
                return TextEncoding.None;
            }
        }

        return start.Length > 1 ? TextEncoding.Utf16LittleEndian : TextEncoding.None;
    }
}
