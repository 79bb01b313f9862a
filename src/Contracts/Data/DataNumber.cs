using System.Globalization;
using System.Numerics;

namespace Karton.Contracts.Data;

/// <summary>
/// A JSON number kept as the text it was written with, so that integers of any size and decimals of any precision
/// survive a round trip unchanged.
/// </summary>
public sealed class DataNumber : IEquatable<DataNumber>, IComparable<DataNumber>
{
    private BigInteger? _whole;
    private double? _approximate;

    internal DataNumber(string text)
    {
        Text = text;
        IsWhole = text.AsSpan().IndexOfAny('.', 'e', 'E') < 0;
    }

    /// <summary>The number as it stands in the JSON text, for example <c>1e3</c>.</summary>
    public string Text { get; }

    /// <summary>Whether it is written without fraction and exponent.</summary>
    public bool IsWhole { get; }

    /// <summary>The value of an integer.</summary>
    /// <exception cref="InvalidOperationException">The number has a fraction or an exponent.</exception>
    public BigInteger Whole => IsWhole
        ? _whole ??= BigInteger.Parse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException($"The number {Text} is not an integer.");

    /// <summary>The nearest double; infinite beyond the range of a double.</summary>
    public double Approximate =>
        _approximate ??= double.Parse(Text, NumberStyles.Float, CultureInfo.InvariantCulture);

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
            (true, true) => Whole.CompareTo(other.Whole),
            (true, false) => -CompareToWhole(other.Approximate, Whole),
            (false, true) => CompareToWhole(Approximate, other.Whole),
            _ => Approximate.CompareTo(other.Approximate),
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

    private static int CompareToWhole(double value, BigInteger whole)
    {
        if (double.IsInfinity(value))
        {
            return value > 0 ? 1 : -1;
        }

        var floor = Math.Floor(value);
        var order = new BigInteger(floor).CompareTo(whole);
        return order != 0 || floor == value ? order : 1;
    }
}
