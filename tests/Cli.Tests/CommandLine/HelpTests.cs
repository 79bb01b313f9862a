namespace Karton.Cli.Tests.CommandLine;

public sealed class HelpTests : IDisposable
{
    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task The_help_says_what_it_is_and_what_to_begin_with()
    {
        Assert.Equal(0, await _run.RunAsync("--help"));

        Assert.Contains("Takes suspicious files apart", _run.Output, StringComparison.Ordinal);
        Assert.Contains("karton analyze suspicious.zip", _run.Output, StringComparison.Ordinal);
        Assert.All(
            ["analyze", "up", "run", "submit", "status", "list", "tree", "services", "configure", "match"],
            command => Assert.Contains($"\n  {command} ", _run.Output, StringComparison.Ordinal));
        Assert.Empty(_run.Error);
    }

    [Theory]
    [InlineData("analyze", "--json", "--all", "--data", "--timeout", "--priority", "--header", "--password", "-v")]
    [InlineData("up", "--data", "--engine", "--health", "--config", "--set")]
    [InlineData("run", "--debug", "--engine", "--health", "--config", "--set")]
    [InlineData("submit", "--wait", "--json", "--timeout", "--engine", "--config", "--set")]
    [InlineData("status", "--wait", "--json", "--data", "--engine")]
    [InlineData("list", "--data", "--limit", "--json", "--engine")]
    [InlineData("tree", "--data", "--json", "--all", "--engine")]
    [InlineData("services", "--json", "--remove", "--yes", "--engine")]
    [InlineData("configure", "--check", "--config")]
    [InlineData("match", "--filters", "--headers", "--explain", "--batch")]
    public async Task The_help_of_a_command_tells_each_option_and_gives_an_example(
        string command, params string[] options)
    {
        Assert.Equal(0, await _run.RunAsync(command, "--help"));

        Assert.All(options, option => Assert.Contains(option, _run.Output, StringComparison.Ordinal));
        Assert.Contains($"\n  karton {command} ", _run.Output, StringComparison.Ordinal);
        Assert.All(_run.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 100));
    }

    [Fact]
    public async Task The_version_is_that_of_the_assembly()
    {
        Assert.Equal(0, await _run.RunAsync("--version"));

        Assert.Matches("^karton [0-9]+\\.[0-9]+\\.[0-9]+\n$", _run.Output);
    }

    [Fact]
    public async Task No_command_is_wrong_use_and_shows_the_help()
    {
        Assert.Equal(1, await _run.RunAsync());

        Assert.Contains("Takes suspicious files apart", _run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_command_is_named_with_those_that_are_known()
    {
        Assert.Equal(1, await _run.RunAsync("analize\u001b[2J", "x"));

        Assert.Equal(
            "karton: 'analize\\x1b[2J' is neither a command nor an option. "
            + "The commands are analyze, up, run, submit, status, list, tree, services, configure, match.\n"
            + "'karton --help' tells how to use them.\n",
            _run.Error);
        Assert.Empty(_run.Output);
    }

    [Fact]
    public async Task An_unknown_option_is_named_with_the_way_to_the_help()
    {
        Assert.Equal(1, await _run.RunAsync("up", "--fast"));

        Assert.Equal(
            """
            karton: Unrecognized command or argument '--fast'.
            'karton up --help' tells how to use it.

            """, _run.Error);
    }

    [Fact]
    public async Task Analyze_needs_a_path()
    {
        Assert.Equal(1, await _run.RunAsync("analyze"));

        Assert.Contains("'PATH'", _run.Error, StringComparison.Ordinal);
    }
}
