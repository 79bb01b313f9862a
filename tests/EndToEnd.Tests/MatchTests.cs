namespace Karton.EndToEnd.Tests;

public sealed class MatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""[{"type":"sample","platform":"!win*"}]""", """{"type":"sample"}""", 0)]
    [InlineData("""[{"type":"sample","platform":"!win*"}]""", """{"type":"sample","platform":"win32"}""", 1)]
    [InlineData("""[{"type":{"$in":"sample"}}]""", """{"type":"sample"}""", 2)]
    [InlineData("[{", """{"type":"sample"}""", 2)]
    public async Task The_exit_code_tells_whether_filters_match(string filters, string headers, int exitCode)
    {
        var result = await KartonRun.ToEndAsync(Token, "match", "--filters", filters, "--headers", headers);

        Assert.Equal(exitCode, result.ExitCode);
        Assert.Equal(exitCode == 2, result.Error.Length > 0);
    }

    [Fact]
    public async Task A_batch_is_answered_line_by_line()
    {
        using var workspace = new Workspace();
        var batch = workspace.File("batch", """
            {"filters":[{"type":"sample"}],"headers":{"type":"sample"}}
            {"filters":[{"type":"sample"}],"headers":{"type":"config"}}
            {"filters":[{"type":{"$mod":3}}],"headers":{"type":"config"}}
            """u8.ToArray());

        var result = await KartonRun.ToEndAsync(Token, "match", "--batch", batch);

        var lines = result.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(0, result.ExitCode);
        Assert.Equal(["true", "false"], lines[..2]);
        Assert.StartsWith("error: ", lines[2], StringComparison.Ordinal);
    }
}
