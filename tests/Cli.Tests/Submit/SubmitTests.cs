using Karton.Sdk;

namespace Karton.Cli.Tests.Submit;

public sealed class SubmitTests : IDisposable
{
    private readonly CliRun _run = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _run.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_file_is_handed_in_and_its_id_is_printed()
    {
        _folder.File("in/a");
        _folder.File("in/b");

        Assert.Equal(0, await SubmitAsync("--priority", "high", "--password", "p", _folder.At("in")));

        Assert.Equal(
            """
            00000001-0000-0000-0000-000000000000
            00000002-0000-0000-0000-000000000000

            """, _run.Output);
        var started = Assert.Single(_run.Engine.Started);
        Assert.Equal(KartonEngine.Distributed, started.Kind);
        Assert.False(started.ReadsLedger);
        Assert.False(started.IsPatient);
        Assert.Equal(["a", "b"], _run.Engine.Submitted.Select(submission => submission.Name));
        Assert.Equal(["p"], _run.Engine.Submitted[0].Passwords);
    }

    [Fact]
    public async Task Json_is_a_document_a_file()
    {
        Assert.Equal(0, await SubmitAsync("--json", _folder.File("a\u001b[2J")));

        var document = Assert.Single(_run.Documents);
        Assert.Equal("a\u001b[2J", document.GetProperty("file").GetString());
        Assert.Equal("00000001-0000-0000-0000-000000000000", document.GetProperty("analysisId").GetString());
    }

    [Fact]
    public async Task Waiting_prints_the_trees_that_analyze_prints()
    {
        var file = _folder.File("crash");
        using var analyze = new CliRun();

        Assert.Equal(2, await SubmitAsync("--wait", file));
        Assert.Equal(2, await analyze.RunAsync("analyze", file));

        Assert.Equal(analyze.Output, _run.Output);
        Assert.True(Assert.Single(_run.Engine.Started).ReadsLedger);
    }

    [Fact]
    public async Task A_file_that_is_refused_is_named_and_the_rest_is_handed_in()
    {
        Assert.Equal(1, await SubmitAsync(_folder.File("invalid"), _folder.File("fine")));

        Assert.Contains("'invalid' was not handed in: The header 'x' is too long.", _run.Error,
            StringComparison.Ordinal);
        Assert.Equal("fine", Assert.Single(_run.Engine.Submitted).Name);
    }

    [Fact]
    public async Task On_the_embedded_engine_it_says_that_analyze_is_meant()
    {
        Assert.Equal(1, await _run.RunAsync("submit", _folder.File("a")));
        _run.Variables["KARTON__ENGINE"] = "embedded";
        Assert.Equal(1, await _run.RunAsync("submit", _folder.File("a")));

        Assert.Contains("no engine is chosen, so it is the embedded one", _run.Error, StringComparison.Ordinal);
        Assert.Contains("KARTON__ENGINE says embedded", _run.Error, StringComparison.Ordinal);
        Assert.Contains("'karton analyze'", _run.Error, StringComparison.Ordinal);
        Assert.Empty(_run.Engine.Started);
    }

    [Fact]
    public async Task Who_stops_waiting_learns_that_it_goes_on_and_how_to_see_it()
    {
        using var interruption = new CancellationTokenSource();
        var running = _run.RunAsync(
            interruption.Token, "submit", "--wait", "--engine", "distributed", _folder.File("slow"));
        await _run.Engine.Waiting.Task;

        await interruption.CancelAsync();

        Assert.Equal(130, await running);
        Assert.Contains(
            "The analysis goes on: 'karton status 00000001-0000-0000-0000-000000000000 --engine distributed' shows it.",
            _run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_directory_makes_no_sense_there()
    {
        Assert.Equal(1, await _run.RunAsync(
            "analyze", "--engine", "distributed", "--data", "/data", _folder.File("a")));

        Assert.Contains("Leave --data out", _run.Error, StringComparison.Ordinal);
    }

    private Task<int> SubmitAsync(params string[] arguments) =>
        _run.RunAsync(["submit", "--engine", "distributed", .. arguments]);
}
