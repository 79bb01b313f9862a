using System.Text;

namespace Karton.Cli.Tests.Match;

public sealed class MatchTests : IDisposable
{
    private const string NotWindows = """[{"type":"sample","platform":"!win*"}]""";

    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(NotWindows, """{"type":"sample"}""", 0)]
    [InlineData(NotWindows, """{"type":"sample","platform":"win32"}""", 1)]
    [InlineData("[]", "{}", 1)]
    [InlineData("[{}]", "{}", 0)]
    public async Task The_exit_code_is_the_answer(string filters, string headers, int exitCode)
    {
        Assert.Equal(exitCode, await _run.RunAsync("match", "--filters", filters, "--headers", headers));
        Assert.Empty(_run.Output + _run.Error);
    }

    [Fact]
    public async Task An_explanation_names_the_rule_and_the_condition_that_decided()
    {
        var exitCode = await _run.RunAsync(
            "match", "--explain", "--filters", """[{"type":"config"},{"type":"sample","platform":"!win*"}]""",
            "--headers", """{"type":"sample","platform":"win\u202e"}""");

        Assert.Equal(1, exitCode);
        var lines = _run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Contains("rule 1", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("  rule 0 does not match", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("  rule 1 vetoes", lines[2], StringComparison.Ordinal);
        Assert.Contains("platform", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[{", "{}")]
    [InlineData("[{\"$nothing\":1}]", "{}")]
    [InlineData("\"\u001b[2J\"", "{}")]
    [InlineData("[{}]", "{")]
    [InlineData("[{}]", "[1]")]
    [InlineData("[{}]", "null")]
    public async Task Malformed_input_is_2_and_says_why(string filters, string headers)
    {
        Assert.Equal(2, await _run.RunAsync("match", "--filters", filters, "--headers", headers));
        Assert.StartsWith("karton: ", _run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("match")]
    [InlineData("match", "--filters", "[]")]
    [InlineData("match", "--headers", "{}")]
    [InlineData("match", "--batch", "-", "--filters", "[]")]
    [InlineData("match", "--batch", "-", "--explain")]
    [InlineData("match", "--nonsense")]
    public async Task Wrong_use_is_2_as_well(params string[] arguments)
    {
        Assert.Equal(2, await _run.RunAsync(arguments));
        Assert.EndsWith("'karton match --help' tells how to use it.\n", _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_answers_each_line()
    {
        using var run = new CliRun
        {
            Input = Encoding.UTF8.GetBytes(
                $$$"""
                {"filters":{{{NotWindows}}},"headers":{"type":"sample"}}
                {"filters":{{{NotWindows}}},"headers":{"type":"config"}}
                {"filters":[{"$nothing":1}],"headers":{}}
                {"filters":[]}
                {"filters":[],"headers":5}

                no json
                {"headers":{},"filters":[{}]}
                """),
        };

        Assert.Equal(0, await run.RunAsync("match", "--batch", "-"));

        var lines = run.Output.Split('\n');
        Assert.Equal(9, lines.Length);
        Assert.Equal(["true", "false"], lines[..2]);
        Assert.All(lines[2..7], line => Assert.StartsWith("error: ", line, StringComparison.Ordinal));
        Assert.Equal(["true", ""], lines[7..]);
        Assert.Empty(run.Error);
    }

    [Fact]
    public async Task A_batch_is_read_from_a_file()
    {
        using var folder = new TemporaryFolder();
        var file = folder.File("questions", """{"filters":[{}],"headers":{}}""");

        Assert.Equal(0, await _run.RunAsync("match", "--batch", file));
        Assert.Equal("true\n", _run.Output);
    }

    [Fact]
    public async Task A_batch_that_cannot_be_read_is_2()
    {
        Assert.Equal(2, await _run.RunAsync("match", "--batch", "/no/such/file"));
        Assert.StartsWith("karton: '/no/such/file' cannot be read: ", _run.Error, StringComparison.Ordinal);
    }
}
