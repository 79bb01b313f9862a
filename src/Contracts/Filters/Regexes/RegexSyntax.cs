using System.Globalization;

namespace Karton.Contracts.Filters.Regexes;

/// <summary>Small pieces of the notation of both sides.</summary>
internal static class RegexSyntax
{
    /// <summary>A character beyond U+FFFF, which .NET sees as two.</summary>
    internal const string AnyPair = @"[\uD800-\uDBFF][\uDC00-\uDFFF]";

    internal const string SurrogateRange = @"\uD800-\uDFFF";

    internal static RegexFlags? FlagOf(int option) => option switch
    {
        'i' => RegexFlags.IgnoreCase,
        'm' => RegexFlags.Multiline,
        's' => RegexFlags.DotAll,
        'x' => RegexFlags.Verbose,
        _ => null,
    };

    /// <summary>A character that stands for itself, as .NET writes it inside and outside of sets.</summary>
    internal static string Literal(int codePoint)
    {
        if (codePoint < 0x80 && char.IsAsciiLetterOrDigit((char)codePoint))
        {
            return ((char)codePoint).ToString();
        }

        return codePoint <= char.MaxValue
            ? Unit(codePoint)
            : $"(?:{string.Concat(char.ConvertFromUtf32(codePoint).Select(unit => Unit(unit)))})";
    }

    internal static string Unit(int unit) => string.Create(CultureInfo.InvariantCulture, $"\\u{unit:X4}");

    internal static bool IsOctalDigit(int character) => character is >= '0' and <= '7';

    internal static bool IsDigit(int character) => character is >= '0' and <= '9';

    internal static bool IsAsciiLetter(int character) => character < 0x80 && char.IsAsciiLetter((char)character);
}
