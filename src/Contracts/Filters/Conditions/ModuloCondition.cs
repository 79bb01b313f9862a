using System.Numerics;
using Karton.Contracts.Data;
using Karton.Contracts.Filters.Python;

namespace Karton.Contracts.Filters.Conditions;

/// <summary>
/// <c>$mod</c>: a number that leaves the remainder when divided; the remainder has the divisor's sign, as in Python.
/// False for anything but a number or boolean.
/// </summary>
internal sealed class ModuloCondition(DataNumber divisor, DataNumber remainder) : Condition
{
    // Python reads no longer integer; dividing a hostile one would take too long.
    private const int MaxDigits = 4300;

    internal static bool CanDivideBy(DataNumber divisor) =>
        divisor.Text.Length <= MaxDigits && divisor.CompareTo(0.0) != 0;

    internal override bool Matches(in HeaderValue value)
    {
        if (PythonEquality.Numeric(value) is not { } number)
        {
            return false;
        }

        return number.IsWhole && divisor.IsWhole
            ? number.Text.Length <= MaxDigits && HasRemainder(number.Whole)
            : HasRemainder(number.Approximate, divisor.Approximate);
    }

    private bool HasRemainder(BigInteger number)
    {
        var by = divisor.Whole;
        var rest = BigInteger.Remainder(number, by);
        var floored = rest.Sign * by.Sign < 0 ? rest + by : rest;
        return remainder == ((DataValue)floored).AsNumber();
    }

    private bool HasRemainder(double number, double by)
    {
        var rest = number % by;
        var floored = rest != 0 && double.IsNegative(rest) != double.IsNegative(by) ? rest + by : rest;
        return !double.IsNaN(floored) && remainder.CompareTo(floored) == 0;
    }
}
