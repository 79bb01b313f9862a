namespace Karton.LoadTest.Tests;

public sealed class LoadTestCommandLineTests
{
    [Theory]
    [InlineData("--tasks", "throughput", "--tasks", "0")]
    [InlineData("--tasks", "throughput", "--tasks", "many")]
    [InlineData("--tree", "throughput", "--tree", "-1")]
    [InlineData("--rounds", "latency", "--rounds", "0")]
    [InlineData("--engine", "throughput", "--engine", "both")]
    [InlineData("--filters", "match", "--filters", "0")]
    [InlineData("'fast'", "fast")]
    public async Task A_wrong_word_gets_one_line_that_names_it(string named, params string[] arguments)
    {
        using var run = LoadTestRun.Start(arguments);
        await run.EndAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains(named, Assert.Single(run.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("throughput")]
    [InlineData("latency")]
    [InlineData("bindings")]
    public async Task Without_servers_one_line_says_how_to_start_them(string scenario)
    {
        using var run = LoadTestRun.StartWithoutServers(scenario, "--json");
        await run.EndAsync();

        Assert.Equal(1, run.ExitCode);
        Assert.Empty(run.Output);
        Assert.Contains("scripts/services up", Assert.Single(run.Error), StringComparison.Ordinal);
        Assert.Empty(run.Folders);
    }

    [Fact]
    public async Task Without_json_the_table_is_on_standard_output()
    {
        using var run = LoadTestRun.StartWithoutServers("match", "--calls", "1000", "--rounds", "1");
        await run.EndAsync();

        Assert.Equal(0, run.ExitCode);
        Assert.Contains(run.Output, line => line.StartsWith("  not matching", StringComparison.Ordinal));
        Assert.Empty(run.Error);
    }
}
