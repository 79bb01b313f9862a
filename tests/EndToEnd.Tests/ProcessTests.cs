using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Karton.Tests.Servers;

namespace Karton.EndToEnd.Tests;

/// <summary>How a process of the distributed engine stands in its surroundings.</summary>
public sealed class ProcessTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServersFact]
    public async Task It_says_at_its_health_endpoint_that_it_can_work_and_why_not()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}") };
        await using var engine = await DistributedRun.CreateAsync();
        var bucket = await S3Bucket.CreateAsync();
        engine.Set("Karton:S3:CreateBucket", "false").Set("Karton:S3:Bucket", bucket.Name);
        await using var run = engine.Start("run", "classifier", "--health", http.BaseAddress.Authority);
        await run.IsUpAsync(Token);

        using var live = await http.GetAsync("/health/live", Token);
        using var ready = await http.GetAsync("/health/ready", Token);
        using var other = await http.GetAsync("/", Token);
        await bucket.DisposeAsync();
        var (status, document) = await NotReadyAsync(http);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        Assert.Equal(["RabbitMQ", "S3"], Checks(await ready.Content.ReadAsStringAsync(Token)).Keys.Order());
        Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Karton:S3:Bucket", Checks(document)["S3"], StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task It_is_alive_and_not_ready_while_it_waits_for_a_server()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{FreePort()}") };
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:RabbitMq:Hosts:0", "127.0.0.1:1");
        var run = engine.Start("run", "classifier", "--health", http.BaseAddress.Authority);
        await run.LineAsync("Trying again", Token);

        using var live = await http.GetAsync("/health/live", Token);
        using var ready = await http.GetAsync("/health/ready", Token);

        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
    }

    [ServersFact]
    public async Task A_port_in_use_is_said_in_a_line()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var engine = await DistributedRun.CreateAsync();

        var result = await engine.Start("run", "classifier", "--health", $"{listener.LocalEndpoint}").WaitAsync(Token);

        Assert.Equal(1, result.ExitCode);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("Karton:Health:Listen", line, StringComparison.Ordinal);
        Assert.Contains("in use", line, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task A_process_that_is_asked_to_stop_ends_well()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await using var run = await engine.StartPartAsync("tracking classifier unpacker", Token);

        var result = await run.StopAsync(Token);

        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain(" error ", result.Error, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task Services_and_who_hands_in_without_waiting_need_no_database()
    {
        using var workspace = new Workspace();
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:PostgreSql:Host", "no-such-host.invalid");
        await engine.StartPartAsync("classifier unpacker", Token);

        var result = await engine.ToEndAsync(Token, "submit", workspace.File("a", "x"u8.ToArray()));

        Assert.True(result.ExitCode == 0, result.Error);
        Assert.True(Guid.TryParse(result.Output.Trim(), out _));
    }

    [ServersFact]
    public async Task Who_stops_waiting_learns_how_to_go_on_and_the_analysis_does()
    {
        using var workspace = new Workspace();
        await using var engine = await DistributedRun.CreateAsync();
        await engine.StartPartAsync("tracking", Token);
        var services = await engine.StartPartAsync("classifier unpacker", Token);
        await engine.AreKnownAsync(replicas: 1, Token);
        // The ledger expects them to come back, so the analysis cannot end before.
        await services.KillAsync(Token);
        var archive = workspace.Zip("many.zip", 30);
        var waiting = engine.Start("submit", "--wait", "-v", "--engine", "distributed", archive);
        await waiting.LineAsync("is ready", Token);
        KartonResult status;
        do
        {
            status = await engine.ToEndAsync(Token, "status", "--json");
        }
        while (status.Documents.Count == 0 && !waiting.HasExited);

        waiting.Signal("INT");
        var result = await waiting.WaitAsync(Token);

        Assert.Equal(130, result.ExitCode);
        Assert.Contains("karton status ", result.Error, StringComparison.Ordinal);
        var id = status.Documents[0].GetProperty("analysisId").GetString()!;
        await engine.StartPartAsync("classifier unpacker", Token);
        Assert.Equal(0, (await engine.ToEndAsync(Token, "status", id, "--wait")).ExitCode);
    }

    private static async Task<(HttpStatusCode Status, string Document)> NotReadyAsync(HttpClient http)
    {
        while (true)
        {
            using var response = await http.GetAsync("/health/ready", Token);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                return (response.StatusCode, await response.Content.ReadAsStringAsync(Token));
            }
        }
    }

    private static Dictionary<string, string> Checks(string document) => JsonDocument.Parse(document).RootElement
        .GetProperty("checks").EnumerateArray().ToDictionary(
            check => check.GetProperty("name").GetString()!, check => check.GetProperty("description").GetString()!);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
