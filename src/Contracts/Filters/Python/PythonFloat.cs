using System.Globalization;

namespace Karton.Contracts.Filters.Python;

/// <summary>
/// Prints floating-point numbers as Python's <c>repr</c> does: <c>1.0</c>, <c>1e-05</c>, <c>1e+16</c>. The digits, the
/// fewest that read back as the same number, are those of .NET; where point and exponent go is not.
/// </summary>
internal static class PythonFloat
{
    private const int FirstLargeExponent = 16;
    private const int LastSmallExponent = -5;

    internal static string Format(double value)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? "inf" : "-inf";
        }

        var text = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var sign = double.IsNegative(value) ? "-" : "";
        return sign + Arrange(DigitsOf(text, out var exponent), exponent);
    }

    // The value is d.ddd times ten to the exponent.
    private static string DigitsOf(string text, out int exponent)
    {
        var parts = text.Split('E');
        var point = parts[0].IndexOf('.');
        var allDigits = parts[0].Replace(".", "", StringComparison.Ordinal);
        var digits = allDigits.TrimStart('0');
        exponent = (point < 0 ? allDigits.Length : point) - 1 - (allDigits.Length - digits.Length);
        if (parts.Length > 1)
        {
            exponent += int.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        return digits.TrimEnd('0');
    }

    private static string Arrange(string digits, int exponent)
    {
        if (digits.Length == 0)
        {
            return "0.0";
        }

        if (exponent is >= FirstLargeExponent or <= LastSmallExponent)
        {
            var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
            return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{exponent:+00;-00}");
        }

        if (exponent < 0)
        {
            return $"0.{new string('0', -exponent - 1)}{digits}";
        }

        var whole = digits.PadRight(exponent + 2, '0');
        return $"{whole[..(exponent + 1)]}.{whole[(exponent + 1)..]}";
    }
}
