using System.Numerics;
using CsCheck;
using Karton.Contracts.Data;

namespace Karton.Contracts.Tests.Data;

public sealed class DataNumberTests
{
    private const int Million = 1_000_000;

    // Neighbours that rounding would take for the same, and the ends of what a double can hold.
    private static readonly string[] Neighbours =
    [
        "0", "-0", "0.0", "-0.0", "0e9", "1", "1.0", "1e0", "10e-1", "0.1", "0.10", "-1", "-1.0", "1e-400", "-1e-400",
        "9007199254740992", "9007199254740993", "9007199254740992.0", "9007199254740994", "-9007199254740993",
        "1e23", "100000000000000000000000", "99999999999999991611392", "1.7976931348623157e308", "1e400", "1e500",
        "-1e400", "1" + new string('0', 400), "-1" + new string('0', 400), "0." + new string('0', 400) + "1",
        "1e999999999", "1e-999999999", "1e99999999999999999999", "5e-324",
    ];

    [Theory]
    [InlineData("1", "1.0")]
    [InlineData("1", "1e0")]
    [InlineData("1000", "1E+3")]
    [InlineData("0", "-0.0")]
    [InlineData("-0", "0")]
    [InlineData("0.5", "5e-1")]
    [InlineData("1e400", "1e999999999999")]
    public void Numbers_are_equal_by_value(string left, string right)
    {
        Assert.Equal(DataValue.Number(left), DataValue.Number(right));
        Assert.Equal(DataValue.Number(left).GetHashCode(), DataValue.Number(right).GetHashCode());
    }

    [Theory]
    [InlineData("9007199254740993", "9007199254740992.0")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567891")]
    [InlineData("1", "1.0000000000000002")]
    [InlineData("1e23", "100000000000000000000000")]
    public void An_integer_is_never_rounded_to_be_compared(string left, string right) =>
        Assert.NotEqual(DataValue.Number(left), DataValue.Number(right));

    [Fact]
    public void Numbers_have_one_order()
    {
        var numbers = Neighbours.Select(Number).ToList();

        foreach (var left in numbers)
        {
            foreach (var right in numbers)
            {
                Assert.Equal(Math.Sign(left.CompareTo(right)), -Math.Sign(right.CompareTo(left)));
                Assert.Equal(left == right, left.CompareTo(right) == 0);
                Assert.True(left != right || left.GetHashCode() == right.GetHashCode(), $"{left} and {right}");
                Assert.Equal(left < right, right > left);
                Assert.Equal(left <= right, !(left > right));
                Assert.All(
                    numbers.Where(third => left <= right && right <= third), third => Assert.True(left <= third));
            }
        }
    }

    [Fact]
    public void Integers_are_ordered_as_integers() => Gen.Select(Arbitrary.NumberText, Arbitrary.NumberText).Sample(
        (left, right) =>
        {
            var (first, second) = (Number(left), Number(right));
            return !first.IsWhole || !second.IsWhole
                || Math.Sign(first.CompareTo(second)) == BigInteger.Compare(first.Whole, second.Whole);
        });

    [Fact]
    public void Fractions_are_ordered_as_doubles() => Gen.Select(Gen.Double, Gen.Double).Sample((left, right) =>
        !double.IsFinite(left) || !double.IsFinite(right)
        || Math.Sign(((DataValue)left).AsNumber()!.CompareTo(((DataValue)right).AsNumber()))
            == left.CompareTo(right));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("0x1")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData(" 1")]
    [InlineData("1\n")]
    [InlineData("1,0")]
    [InlineData("\u0661")]
    public void Takes_nothing_for_a_number_that_is_none(string text)
    {
        var thrown = Assert.Throws<FormatException>(() => DataValue.Number(text));

        Assert.Contains($"'{text}' is no JSON number", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Is_made_of_every_type_of_number_without_a_loss()
    {
        Assert.Equal("18446744073709551615", ((DataValue)ulong.MaxValue).ToString());
        Assert.Equal("-9223372036854775808", ((DataValue)long.MinValue).ToString());
        Assert.Equal("4294967295", ((DataValue)uint.MaxValue).ToString());
        Assert.Equal("255", ((DataValue)byte.MaxValue).ToString());
        Assert.Equal("5", ((DataValue)5).ToString());
        Assert.Equal("-5", ((DataValue)(-5)).ToString());
        Assert.Equal("79228162514264337593543950335", ((DataValue)decimal.MaxValue).ToString());
        Assert.Equal("0.10", ((DataValue)0.10m).ToString());
        Assert.Equal("0.1", ((DataValue)0.1).ToString());
        Assert.Equal("1.0", ((DataValue)1.0).ToString());
        Assert.Equal("1E+300", ((DataValue)1e300).ToString());
        Assert.Equal("-0.0", ((DataValue)(-0.0)).ToString());
        Assert.Equal("0.5", ((DataValue)0.5f).ToString());
        Assert.Equal(new string('9', 100), ((DataValue)BigInteger.Parse(new string('9', 100), null)).ToString());
        Assert.Throws<FormatException>(() => (DataValue)double.NaN);
        Assert.Throws<FormatException>(() => (DataValue)double.NegativeInfinity);
    }

    [Fact]
    public void Says_whether_it_fits_an_integer()
    {
        Assert.Equal(long.MaxValue, DataValue.Parse("9223372036854775807").AsInt64());
        Assert.Null(DataValue.Parse("9223372036854775808").AsInt64());
        Assert.Null(DataValue.Parse("1.0").AsInt64());
        Assert.Equal(BigInteger.Pow(10, 30), Number("1" + new string('0', 30)).Whole);
        Assert.Throws<InvalidOperationException>(() => Number("1e3").Whole);
    }

    [Fact]
    public void A_hostile_number_is_never_worked_out_to_be_compared()
    {
        var nines = Number(new string('9', Million));
        var others = new[]
        {
            Number(new string('9', Million)), Number(new string('9', Million - 1) + "8"), Number("1e999999999"),
            Number("-" + new string('9', Million)), Number("0." + new string('9', Million)), Number("1"),
            Number("1e" + new string('9', Million)), Number(new string('9', Million) + ".0"),
        };
        var before = GC.GetAllocatedBytesForCurrentThread();

        foreach (var other in others)
        {
            _ = nines.CompareTo(other) + other.CompareTo(nines) + other.GetHashCode();
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    private static DataNumber Number(string text) => DataValue.Number(text).AsNumber()!;
}
