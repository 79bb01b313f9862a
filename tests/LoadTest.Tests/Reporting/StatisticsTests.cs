using Karton.LoadTest.Reporting;

namespace Karton.LoadTest.Tests.Reporting;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.5, 5)]
    [InlineData(0.51, 6)]
    [InlineData(0.95, 10)]
    [InlineData(1.0, 10)]
    public void A_percentile_is_a_value_that_was_measured(double share, double expected) =>
        Assert.Equal(expected, new double[] { 10, 9, 8, 7, 6, 5, 4, 3, 2, 1 }.Percentile(share));

    [Fact]
    public void The_median_of_an_odd_number_is_the_middle_one() =>
        Assert.Equal(2, new double[] { 3, 100, 1, 2, 0 }.Median());

    [Fact]
    public void There_is_no_median_of_nothing() => Assert.True(double.IsNaN(Array.Empty<double>().Median()));
}
