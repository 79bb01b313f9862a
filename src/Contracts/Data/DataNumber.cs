using System.Globalization;
using System.Numerics;

namespace Karton.Contracts.Data;

/// <summary>
/// A JSON number kept as the text it was written with, so that integers of any size and decimals of any precision
/// survive a round trip unchanged.
/// </summary>
public sealed class DataNumber : IEquatable<DataNumber>, IComparable<DataNumber>
{
    // Longer integers are beyond every double.
    private const int MaxLengthWithinDouble = 310;

    internal DataNumber(string text)
    {
        Text = text;
        IsWhole = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
    }

    /// <summary>The number as it stands in the JSON text, for example <c>1e3</c>.</summary>
    public string Text { get; }

    /// <summary>Whether it is written without fraction and exponent.</summary>
    public bool IsWhole { get; }

    /// <summary>The value of an integer. Worked out at each call, which takes most of a second for a million digits;
    /// comparing numbers needs no such work.</summary>
    /// <exception cref="InvalidOperationException">The number has a fraction or an exponent.</exception>
    public BigInteger Whole => IsWhole
        ? BigInteger.Parse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"The number {Text} is not an integer.");

    /// <summary>The nearest double; infinite beyond the range of a double.</summary>
    public double Approximate => double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

    /// <summary>Whether both are the same number; <c>1</c> equals <c>1.0</c>.</summary>
    public bool Equals(DataNumber? other) => other is not null && CompareTo(other) == 0;

    /// <summary>Orders by value, exactly: an integer is never rounded to compare it with a fraction.</summary>
    public int CompareTo(DataNumber? other)
    {
        if (other is null)
        {
            return 1;
        }

        return (IsWhole, other.IsWhole) switch
        {
            (true, true) => CompareWhole(Text, other.Text),
            (_, false) => CompareTo(other.Approximate),
            (false, true) => -other.CompareTo(Approximate),
        };
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataNumber);

    /// <inheritdoc/>
    public override int GetHashCode() => Approximate.GetHashCode();

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(DataNumber? left, DataNumber? right) => left?.Equals(right) ?? right is null;

    /// <summary>Whether they are different numbers.</summary>
    public static bool operator !=(DataNumber? left, DataNumber? right) => !(left == right);

    /// <summary>Whether <paramref name="left"/> is the smaller one.</summary>
    public static bool operator <(DataNumber left, DataNumber right) => Compare(left, right) < 0;

    /// <summary>Whether <paramref name="left"/> is not the larger one.</summary>
    public static bool operator <=(DataNumber left, DataNumber right) => Compare(left, right) <= 0;

    /// <summary>Whether <paramref name="left"/> is the larger one.</summary>
    public static bool operator >(DataNumber left, DataNumber right) => Compare(left, right) > 0;

    /// <summary>Whether <paramref name="left"/> is not the smaller one.</summary>
    public static bool operator >=(DataNumber left, DataNumber right) => Compare(left, right) >= 0;

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static int Compare(DataNumber left, DataNumber right)
    {
        ArgumentNullException.ThrowIfNull(left);
        return left.CompareTo(right);
    }

    internal int CompareTo(double value)
    {
        if (!IsWhole)
        {
            return Approximate.CompareTo(value);
        }

        if (double.IsInfinity(value))
        {
            return value > 0 ? -1 : 1;
        }

        if (Text.Length > MaxLengthWithinDouble)
        {
            return Sign(Text);
        }

        var floor = Math.Floor(value);
        var order = Whole.CompareTo(new BigInteger(floor));
        return order != 0 || floor == value ? order : -1;
    }

    // By their digits: parsing a hostile integer of a million digits would take too long.
    private static int CompareWhole(string left, string right)
    {
        var sign = Sign(left);
        if (sign != Sign(right))
        {
            return sign.CompareTo(Sign(right));
        }

        var order = left.Length.CompareTo(right.Length);
        return sign * (order != 0 ? order : string.CompareOrdinal(left, right));
    }

    private static int Sign(string whole) => whole is "0" or "-0" ? 0 : whole[0] == '-' ? -1 : 1;
}
