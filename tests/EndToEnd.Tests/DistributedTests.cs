using Karton.Tests.Servers;

namespace Karton.EndToEnd.Tests;

/// <summary>The distributed engine as separate processes on real servers.</summary>
public sealed class DistributedTests
{
    // For what is asked again and again until it is so.
    private const int Longest = 120_000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServersFact]
    public async Task Submit_and_wait_prints_the_trees_that_analyze_prints()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await engine.StartAllAsync(replicas: 2, Token);
        var inputs = RealFiles.Shipped("inputs");

        var submitted = await engine.ToEndAsync(Token, "submit", "--wait", "--json", inputs);
        var analyzed = await KartonRun.ToEndAsync(Token, "analyze", "--json", inputs);

        Assert.True(submitted.ExitCode == 0, submitted.Error);
        Assert.NotEmpty(analyzed.Documents);
        AssertSame(analyzed, submitted);
    }

    [ServersFact]
    public async Task A_thousand_real_files_on_two_replicas_each_give_the_reports_of_the_embedded_engine()
    {
        using var workspace = new Workspace();
        var files = RealFiles.Collect(workspace, count: 1000);
        await using var engine = await DistributedRun.CreateAsync();
        await engine.StartAllAsync(replicas: 2, Token);

        var submitted = await engine.ToEndAsync(Token, ["submit", "--wait", "--json", .. files]);
        var analyzed = await KartonRun.ToEndAsync(Token, ["analyze", "--json", .. files]);

        Assert.Equal(1000, files.Count);
        Assert.All(submitted.Documents, document =>
            Assert.Equal("completed", document.GetProperty("state").GetString()));
        Assert.Equal(analyzed.ExitCode, submitted.ExitCode);
        Assert.Equal(1000, submitted.Documents.Count);
        AssertSame(analyzed, submitted);
        var status = await engine.ToEndAsync(Token, "status");
        Assert.Contains("Every analysis has ended.", status.Output, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task Two_who_wait_at_once_both_hear_of_the_end()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await engine.StartPartAsync("tracking classifier unpacker", Token);
        await engine.AreKnownAsync(replicas: 1, Token);
        var inputs = RealFiles.Shipped("inputs");

        var results = await Task.WhenAll(
            engine.ToEndAsync(Token, "submit", "--wait", "--json", inputs),
            engine.ToEndAsync(Token, "submit", "--wait", "--json", inputs));

        Assert.All(results, result => Assert.True(result.ExitCode == 0, result.Error));
        AssertSame(results[0], results[1]);
    }

    [ServersFact(Timeout = Longest)]
    public async Task What_is_handed_in_while_no_service_runs_waits_and_status_says_for_what()
    {
        using var workspace = new Workspace();
        await using var engine = await DistributedRun.CreateAsync();
        await engine.StartPartAsync("tracking", Token);
        await (await engine.StartPartAsync("classifier", Token)).StopAsync(Token);

        var submitted = await engine.ToEndAsync(Token, "submit", workspace.File("a.txt", "hello"u8.ToArray()));
        var id = submitted.Output.Trim();
        Assert.Equal(0, submitted.ExitCode);
        KartonResult waiting;
        do
        {
            waiting = await engine.ToEndAsync(Token, "status", id);
        }
        while (waiting.ExitCode == 1 || waiting.Output.Contains("queued, 1 instance", StringComparison.Ordinal));

        Assert.Equal(3, waiting.ExitCode);
        Assert.Contains("karton.classifier", waiting.Output, StringComparison.Ordinal);
        Assert.Contains("no instance of the service is alive", waiting.Output, StringComparison.Ordinal);

        await engine.StartPartAsync("classifier", Token);
        var ended = await engine.ToEndAsync(Token, "status", id, "--wait");

        Assert.True(ended.ExitCode == 0, ended.Output + ended.Error);
        var tree = await engine.ToEndAsync(Token, "tree", id);
        Assert.Contains("a.txt", tree.Output, StringComparison.Ordinal);
    }

    [ServersFact(Timeout = Longest)]
    public async Task Services_shows_every_replica_and_removes_only_what_nobody_runs()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await engine.StartPartAsync("tracking", Token);
        var replicas = await Task.WhenAll(
            engine.StartPartAsync("classifier", Token), engine.StartPartAsync("classifier", Token));

        KartonResult shown;
        do
        {
            shown = await engine.ToEndAsync(Token, "services", "--json");
        }
        while (shown.Documents.Count == 0
            || shown.Documents[0].GetProperty("instances").GetArrayLength() < replicas.Length);

        var refused = await engine.ToEndAsync(Token, "services", "--remove", "karton.classifier", "--yes");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Stop them first", refused.Error, StringComparison.Ordinal);

        await Task.WhenAll(replicas.Select(replica => replica.StopAsync(Token)));
        KartonResult removed;
        do
        {
            removed = await engine.ToEndAsync(Token, "services", "--remove", "karton.classifier", "--yes");
        }
        while (removed.Error.Contains("alive", StringComparison.Ordinal));

        Assert.True(removed.ExitCode == 0, removed.Error);
        Assert.DoesNotContain(
            await engine.VirtualHost.ListQueuesAsync(), queue => queue.Name == "karton.classifier");
    }

    [ServersFact]
    public async Task Everything_in_one_process_works_on_the_same_servers()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await using var up = engine.Start("up", "--engine", "distributed");
        await up.IsUpAsync(Token);
        await engine.AreKnownAsync(replicas: 1, Token);

        var submitted = await engine.ToEndAsync(Token, "submit", "--wait", RealFiles.Shipped("inputs"));

        Assert.True(submitted.ExitCode == 0, submitted.Error);
        Assert.Equal(0, (await up.StopAsync(Token)).ExitCode);
    }

    private static void AssertSame(KartonResult expected, KartonResult actual)
    {
        Assert.Equal(expected.Documents.Count, actual.Documents.Count);
        Assert.All(expected.Documents.Zip(actual.Documents), pair => Assert.True(
            Report.WithoutTimes(pair.First) == Report.WithoutTimes(pair.Second),
            $"Expected: {pair.First}\nActual:   {pair.Second}"));
    }
}
