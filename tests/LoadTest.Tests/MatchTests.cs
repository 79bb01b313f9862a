namespace Karton.LoadTest.Tests;

public sealed class MatchTests
{
    // The goal is 150; a machine that does something else meanwhile must not fail it.
    private const double MostNanoseconds = 1_500;

    [Fact]
    public async Task Matching_is_fast_and_allocates_nothing()
    {
        using var run = LoadTestRun.StartWithoutServers("match", "--json", "--calls", "100000", "--rounds", "3");
        await run.EndAsync();

        var figures = run.Figures();
        Assert.Equal(1_000, figures.GetProperty("filters").GetDouble());
        Assert.All(["nonMatching", "matching"], (string group) =>
        {
            Assert.True(figures.GetProperty($"{group}Filters").GetDouble() > 0);
            Assert.Equal(0, figures.GetProperty($"{group}BytesPerFilter").GetDouble());
            Assert.InRange(figures.GetProperty($"{group}NanosecondsPerFilter").GetDouble(), 1, MostNanoseconds);
        });
    }
}
