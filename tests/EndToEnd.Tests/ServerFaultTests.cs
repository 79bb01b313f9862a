using System.Diagnostics;
using Karton.Tests.Servers;

namespace Karton.EndToEnd.Tests;

/// <summary>A server that cannot be used ends a command with a line that says which setting to change.</summary>
public sealed class ServerFaultTests
{
    private const string Secret = "hunter2-hunter2";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServersTheory]
    [InlineData("Karton:RabbitMq:Password", Secret, "Karton:RabbitMq:Password")]
    [InlineData("Karton:RabbitMq:Hosts:0", "no-such-host.invalid", "Karton:RabbitMq:Hosts")]
    [InlineData("Karton:RabbitMq:Hosts:0", "127.0.0.1:1", "Karton:RabbitMq:Hosts")]
    [InlineData("Karton:RabbitMq:VirtualHost", "no-such-host", "Karton:RabbitMq:VirtualHost")]
    [InlineData("Karton:S3:SecretKey", Secret, "Karton:S3:SecretKey")]
    [InlineData("Karton:S3:Endpoint", "http://no-such-host.invalid:1", "Karton:S3:Endpoint")]
    [InlineData("Karton:S3:Bucket", "no-such-bucket", "Karton:S3:Bucket")]
    [InlineData("Karton:PostgreSql:Password", Secret, "Karton:PostgreSql:Password")]
    [InlineData("Karton:PostgreSql:Host", "no-such-host.invalid", "Karton:PostgreSql:Host")]
    [InlineData("Karton:PostgreSql:Port", "1", "Karton:PostgreSql:Port")]
    [InlineData("Karton:PostgreSql:Database", "no-such-database", "Karton:PostgreSql:Database")]
    public async Task What_is_set_wrong_is_named_soon(string setting, string value, string named)
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:S3:CreateBucket", "false").Set(setting, value);

        await FailsSoonAsync(engine, named);
    }

    [ServersFact]
    public async Task A_database_that_is_read_only_is_named_soon()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await engine.Database.SetReadOnlyAsync(true);

        await FailsSoonAsync(engine, "Karton:PostgreSql");
    }

    [ServersTheory]
    [InlineData("RabbitMq")]
    [InlineData("S3")]
    [InlineData("PostgreSql")]
    public async Task A_certificate_of_an_unknown_authority_is_named_soon(string server)
    {
        await using var engine = await DistributedRun.CreateAsync();
        _ = server switch
        {
            "RabbitMq" => engine.Set("Karton:RabbitMq:Tls:Enabled", "true")
                .Set("Karton:RabbitMq:Hosts:0", TestServers.Setting("KARTON_TEST_RABBITMQ_TLS")),
            "S3" => engine.Set("Karton:S3:Endpoint", TestServers.Setting("KARTON_TEST_S3_TLS")),
            _ => engine.Set("Karton:PostgreSql:Tls:Enabled", "true"),
        };

        await FailsSoonAsync(engine, "CaFile");
    }

    [ServersFact]
    public async Task A_process_that_runs_services_ends_too_where_waiting_is_senseless()
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:RabbitMq:Password", Secret);

        await FailsSoonAsync(engine, "Karton:RabbitMq:Password", "run", "classifier");
    }

    [ServersFact]
    public async Task A_process_that_runs_services_waits_for_a_server_that_is_away_and_says_so()
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:RabbitMq:Hosts:0", "127.0.0.1:1");

        var run = engine.Start("run", "classifier");
        await run.LineAsync("Trying again", Token);

        Assert.False(run.HasExited);
        Assert.Contains("Karton:RabbitMq:Hosts", run.Error, StringComparison.Ordinal);
    }

    private static Task FailsSoonAsync(DistributedRun engine, string named) => FailsSoonAsync(
        engine, named, "submit", "--wait", "--engine", "distributed", RealFiles.Shipped("inputs"));

    private static async Task FailsSoonAsync(DistributedRun engine, string named, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();

        var result = await engine.Start(arguments).WaitAsync(Token);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Bound);
        Assert.Equal(1, result.ExitCode);
        Assert.Empty(result.Output);
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), IsComplaint);
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.DoesNotContain("Hosting failed", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(
            TestServers.Setting("KARTON__RABBITMQ__PASSWORD"), result.Error, StringComparison.Ordinal);
    }

    private static bool IsComplaint(string line) => line.StartsWith("karton: ", StringComparison.Ordinal);
}
