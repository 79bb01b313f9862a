using System.Globalization;

namespace Karton.Contracts.Filters.Python;

/// <summary>Reads integers as Python's <c>int(text)</c> does.</summary>
internal static class PythonInteger
{
    // Python refuses longer ones.
    private const int MaxDigits = 4300;

    /// <summary>
    /// The integer in a text: a sign, decimal digits of any script and single underscores between them, with white
    /// space around. <see langword="null"/> when it is none; what does not fit becomes the nearest <see cref="long"/>.
    /// </summary>
    internal static long? Parse(string text)
    {
        var rest = text.AsSpan().Trim();
        var isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
        {
            rest = rest[1..];
        }

        Int128 value = 0;
        var digits = 0;
        var afterDigit = false;
        foreach (var character in PythonCharacters.Split(rest.ToString()))
        {
            if (character == "_" && afterDigit)
            {
                afterDigit = false;
                continue;
            }

            var digit = CharUnicodeInfo.GetDecimalDigitValue(character, 0);
            if (digit < 0 || ++digits > MaxDigits)
            {
                return null;
            }

            value = Int128.Min(value * 10 + digit, long.MaxValue);
            afterDigit = true;
        }

        return afterDigit ? (long)(isNegative ? -value : value) : null;
    }

    /// <summary>
    /// Python's <c>str.isdigit</c>, which accepts more than <see cref="Parse"/> can read, such as "²".
    /// </summary>
    internal static bool IsNumeral(string text) =>
        text.Length > 0 && PythonCharacters.Split(text).All(digit => CharUnicodeInfo.GetDigitValue(digit, 0) >= 0);
}
