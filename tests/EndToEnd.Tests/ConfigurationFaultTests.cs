using System.Diagnostics;
using Karton.Tests.Servers;

namespace Karton.EndToEnd.Tests;

/// <summary>A setting that cannot be used ends a process soon with a line that names it, and <c>configure --check</c>
/// says the same.</summary>
public sealed class ConfigurationFaultTests
{
    private const string Secret = "hunter2-hunter2";

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(15);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServersTheory]
    [InlineData("Karton:RabbitMq:Password", Secret, "Karton:RabbitMq:Password", "classifier")]
    [InlineData("Karton:RabbitMq:Hosts:0", "no-such-host.invalid", "Karton:RabbitMq:Hosts", "classifier")]
    [InlineData("Karton:RabbitMq:VirtualHost", "no-such-host", "Karton:RabbitMq:VirtualHost", "classifier")]
    [InlineData("Karton:S3:SecretKey", Secret, "Karton:S3:SecretKey", "classifier")]
    [InlineData("Karton:S3:Endpoint", "http://no-such-host.invalid:1", "Karton:S3:Endpoint", "classifier")]
    [InlineData("Karton:S3:Bucket", "no-such-bucket", "Karton:S3:Bucket", "classifier")]
    [InlineData("Karton:PostgreSql:Password", Secret, "Karton:PostgreSql:Password", "tracking")]
    [InlineData("Karton:PostgreSql:Host", "no-such-host.invalid", "Karton:PostgreSql:Host", "tracking")]
    public async Task What_is_set_wrong_is_named(string setting, string value, string named, string part)
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:S3:CreateBucket", "false").Set(setting, value);

        await IsNamedAsync(engine, named, part);
    }

    [ServersFact]
    public async Task A_database_that_is_read_only_is_named()
    {
        await using var engine = await DistributedRun.CreateAsync();
        await engine.Database.SetReadOnlyAsync(true);

        await IsNamedAsync(engine, "Karton:PostgreSql:Database", "tracking");
    }

    [ServersFact]
    public async Task An_unknown_authority_of_RabbitMQ_is_named()
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:RabbitMq:Tls:Enabled", "true")
            .Set("Karton:RabbitMq:Hosts:0", TestServers.Setting("KARTON_TEST_RABBITMQ_TLS"));

        await IsNamedAsync(engine, "Karton:RabbitMq:Tls:CaFile", "classifier");
    }

    [ServersFact]
    public async Task An_unknown_authority_of_S3_is_named()
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:S3:Endpoint", TestServers.Setting("KARTON_TEST_S3_TLS"));

        await IsNamedAsync(engine, "Karton:S3:CaFile", "classifier");
    }

    [ServersFact]
    public async Task An_unknown_authority_of_PostgreSQL_is_named()
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:PostgreSql:Tls:Enabled", "true");

        await IsNamedAsync(engine, "Karton:PostgreSql:Tls:CaFile", "tracking");
    }

    [ServersFact]
    public async Task A_queue_of_another_type_is_named()
    {
        await using var engine = await DistributedRun.CreateAsync();
        var earlier = await engine.StartPartAsync("classifier", Token);
        await earlier.StopAsync(Token);
        engine.Set("Karton:RabbitMq:QueueType", "quorum");

        await IsNamedAsync(engine, "Karton:RabbitMq:QueueType", "classifier");
    }

    [ServersFact]
    public async Task Checking_finds_nothing_wrong_where_nothing_is_and_makes_no_queue()
    {
        await using var engine = await DistributedRun.CreateAsync();

        var result = await engine.Start("configure", "--check").WaitAsync(Token);

        Assert.Equal(0, result.ExitCode);
        Assert.Equal(3, Lines(result.Output).Count(line => line.StartsWith("ok  ", StringComparison.Ordinal)));
        Assert.Empty(result.Error);
        Assert.Empty(await engine.VirtualHost.ListQueuesAsync());
    }

    [ServersFact]
    public async Task Every_server_that_cannot_be_used_has_its_line()
    {
        await using var engine = await DistributedRun.CreateAsync();
        engine.Set("Karton:RabbitMq:Password", Secret)
            .Set("Karton:S3:SecretKey", Secret)
            .Set("Karton:PostgreSql:Password", Secret);

        var result = await engine.Start("configure", "--check").WaitAsync(Token);

        Assert.Equal(1, result.ExitCode);
        Assert.Collection(
            Lines(result.Output),
            line => Assert.Contains("Karton:RabbitMq:Password", line, StringComparison.Ordinal),
            line => Assert.Contains("Karton:S3:SecretKey", line, StringComparison.Ordinal),
            line => Assert.Contains("Karton:PostgreSql:Password", line, StringComparison.Ordinal));
        HasNoSecret(result);
    }

    private static async Task IsNamedAsync(DistributedRun engine, string named, string part)
    {
        var run = await EndSoonAsync(engine, "run", part);
        var line = Assert.Single(
            Lines(run.Error), line => line.StartsWith("karton: ", StringComparison.Ordinal));
        Assert.Contains(named, line, StringComparison.Ordinal);

        var check = await EndSoonAsync(engine, "configure", "--check");
        line = Assert.Single(
            Lines(check.Output), line => line.StartsWith("fault  ", StringComparison.Ordinal));
        Assert.Contains(named, line, StringComparison.Ordinal);
        Assert.Empty(check.Error);
    }

    private static async Task<KartonResult> EndSoonAsync(DistributedRun engine, params string[] arguments)
    {
        var began = Stopwatch.GetTimestamp();

        var result = await engine.Start(arguments).WaitAsync(Token);

        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Bound);
        Assert.Equal(1, result.ExitCode);
        HasNoSecret(result);
        return result;
    }

    private static void HasNoSecret(KartonResult result)
    {
        var told = result.Output + result.Error;
        Assert.DoesNotContain("   at ", told, StringComparison.Ordinal);
        Assert.All(
            [Secret, TestServers.Setting("KARTON__RABBITMQ__PASSWORD"), TestServers.Setting("KARTON__S3__SECRETKEY")],
            secret => Assert.DoesNotContain(secret, told, StringComparison.Ordinal));
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
