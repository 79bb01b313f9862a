using Karton.Cli.Text;

namespace Karton.Cli.Tests.Text;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1024, "1.0 KiB")]
    [InlineData(14_541, "14.2 KiB")]
    [InlineData(1024 * 1024 - 1, "1.0 MiB")]
    [InlineData(2L << 30, "2.0 GiB")]
    [InlineData(long.MaxValue, "8.0 EiB")]
    public void A_size_has_a_unit_that_fits(long bytes, string shown) => Assert.Equal(shown, Figures.Size(bytes));

    [Theory]
    [InlineData(0, "<1 ms")]
    [InlineData(0.0124, "12 ms")]
    [InlineData(0.9999, "1.0 s")]
    [InlineData(1.44, "1.4 s")]
    [InlineData(59.99, "1 min 0 s")]
    [InlineData(185, "3 min 5 s")]
    [InlineData(3599.99, "1 h 0 min")]
    [InlineData(90_000, "25 h 0 min")]
    public void A_time_has_a_unit_that_fits(double seconds, string shown) =>
        Assert.Equal(shown, Figures.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0 samples")]
    [InlineData(1, "1 sample")]
    [InlineData(10_001, "10,001 samples")]
    public void A_count_has_its_thing_in_the_right_number(long number, string shown) =>
        Assert.Equal(shown, Figures.Count(number, "sample"));
}
