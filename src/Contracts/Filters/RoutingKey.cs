using Karton.Contracts.Data;

namespace Karton.Contracts.Filters;

/// <summary>
/// The routing key under which a task is published: one word for each of the headers <c>type</c>, <c>kind</c>,
/// <c>stage</c>, <c>platform</c> and <c>extension</c>, joined by dots, such as
/// <c>sample.runnable.recognized.win32.exe</c>.
/// </summary>
/// <remarks>
/// A word is the header's UTF-8 with every byte outside <c>[A-Za-z0-9_-]</c> as <c>%XX</c>, cut to 40 characters. A
/// header that is missing or null is <c>-</c>, so that a header <c>"-"</c> is <c>%2D</c>; an empty one is <c>%</c>.
/// When one of the five is neither a string nor null the whole key is <c>any</c>, which every queue with filters binds
/// too. A key has at most 204 bytes; AMQP allows 255.
/// </remarks>
public static class RoutingKey
{
    internal const string Any = "any";
    internal const int MaxWordLength = 40;

    private const string MissingWord = "-";
    private const string EmptyWord = "%";
    private const string HyphenWord = "%2D";
    private const string HexDigits = "0123456789ABCDEF";
    private const int MaxKeyLength = 5 * (MaxWordLength + 1);

    private static readonly string[] Routed =
    [
        WellKnownHeaders.Type,
        WellKnownHeaders.Kind,
        WellKnownHeaders.Stage,
        WellKnownHeaders.Platform,
        WellKnownHeaders.Extension,
    ];

    internal static ReadOnlySpan<string> RoutedHeaders => Routed;

    /// <summary>The routing key of a task with these headers.</summary>
    /// <param name="headers">The headers that filters see, <see cref="KartonTask.EffectiveHeaders"/>.</param>
    public static string For(DataMap headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        Span<char> key = stackalloc char[MaxKeyLength];
        var length = 0;
        foreach (var header in Routed)
        {
            if (!headers.TryGetValue(header, out var value) || value.Kind == DataKind.Null)
            {
                MissingWord.CopyTo(key[length..]);
                length += MissingWord.Length;
            }
            else if (value.AsString() is { } text)
            {
                length += WriteWord(text, key[length..]);
            }
            else
            {
                return Any;
            }

            key[length++] = '.';
        }

        return new string(key[..(length - 1)]);
    }

    internal static string Word(string text)
    {
        Span<char> word = stackalloc char[MaxWordLength];
        return new string(word[..WriteWord(text, word)]);
    }

    private static int WriteWord(string text, Span<char> destination)
    {
        if (text.Length == 0)
        {
            EmptyWord.CopyTo(destination);
            return EmptyWord.Length;
        }

        if (text == MissingWord)
        {
            HyphenWord.CopyTo(destination);
            return HyphenWord.Length;
        }

        var length = 0;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var rune in text.EnumerateRunes())
        {
            foreach (var value in bytes[..rune.EncodeToUtf8(bytes)])
            {
                if (IsPlain(value))
                {
                    destination[length++] = (char)value;
                }
                else
                {
                    length += WriteEscaped(value, destination[length..MaxWordLength]);
                }

                if (length == MaxWordLength)
                {
                    return length;
                }
            }
        }

        return length;
    }

    private static int WriteEscaped(byte value, Span<char> destination)
    {
        ReadOnlySpan<char> escaped = ['%', HexDigits[value >> 4], HexDigits[value & 0xF]];
        var length = Math.Min(escaped.Length, destination.Length);
        escaped[..length].CopyTo(destination);
        return length;
    }

    private static bool IsPlain(byte value) =>
        char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-';
}
