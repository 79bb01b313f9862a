using Karton.Contracts.Data;

namespace Karton.Cli.Tests.Browse;

public sealed class ListTests : IDisposable
{
    private static readonly Guid First = new(1, 0, 0, new byte[8]);
    private static readonly Guid Second = new(2, 0, 0, new byte[8]);

    private readonly CliRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Each_analysis_is_a_line_the_newest_first()
    {
        _run.Engine.Add(First, Named("a\u001b[2J.zip"), "crash");
        _run.Engine.Add(Second, Named("b.zip"), "fine", isRunning: true);

        Assert.Equal(0, await _run.RunAsync("list", "--data", "/data"));

        Assert.Equal(
            """
            00000002-0000-0000-0000-000000000000  2026-01-02 03:04  running           1 task  b.zip
            00000001-0000-0000-0000-000000000000  2026-01-02 03:04  partial           1 task  a\x1b[2J.zip

            """, _run.Output);
        Assert.Equal(["/data"], _run.Engine.Opened);
    }

    [Fact]
    public async Task Json_is_a_document_a_line()
    {
        _run.Engine.Add(First, Named("a.zip"), "fine");
        _run.Engine.Add(Second, Named("b.zip"), "refuse");

        Assert.Equal(0, await _run.RunAsync("list", "--json", "--data", "/data", "-n", "1"));

        var document = Assert.Single(_run.Documents);
        Assert.Equal("b.zip", document.GetProperty("file").GetString());
        Assert.Equal(Second, document.GetProperty("analysisId").GetGuid());
        Assert.Equal(1, document.GetProperty("refused").GetInt32());
    }

    [Fact]
    public async Task An_empty_ledger_is_no_mistake()
    {
        Assert.Equal(0, await _run.RunAsync("list", "--data", "/data"));
        Assert.Empty(_run.Output);
        Assert.Equal("There is no analysis in /data yet.\n", _run.Error);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("10001")]
    public async Task A_limit_outside_its_range_is_wrong_use(string limit)
    {
        Assert.Equal(1, await _run.RunAsync("list", "-n", limit));
        Assert.StartsWith(
            $"karton: '{limit}' is no limit. Choose 1 to 10000.\n", _run.Error, StringComparison.Ordinal);
    }

    private static Resource Named(string name) => new() { Name = name, Sha256 = new string('a', 64), Size = 1 };
}
