using Karton.Chaos.Cast;
using Karton.Chaos.Load;
using Karton.Gateway;
using Karton.Gateway.Submissions;
using Karton.Sdk;
using Karton.Sdk.Stores.S3;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Chaos;

/// <summary>A distributed engine on real servers, with all its processes, and what hands in and keeps
/// account.</summary>
internal sealed class Stage : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    private readonly PostgreSqlDatabase _database;
    private readonly S3Bucket _bucket;
    private readonly string _logs;
    private IHost? _host;
    private bool _keepsLogs;

    private Stage(bool onCluster, RabbitMqVirtualHost virtualHost, PostgreSqlDatabase database, S3Bucket bucket)
    {
        VirtualHost = virtualHost;
        _database = database;
        _bucket = bucket;
        _logs = Directory.CreateTempSubdirectory("karton-chaos-").FullName;
        Settings = new[] { virtualHost.Settings, database.Settings, bucket.Settings, Haste }
            .SelectMany(settings => settings)
            .Append(new("Karton:RabbitMq:QueueType", onCluster ? "quorum" : "classic"))
            .ToDictionary();
        Troupe = new Troupe(Settings, _logs);
        Account = new Account(database.ConnectionString);
    }

    internal RabbitMqVirtualHost VirtualHost { get; }

    internal IReadOnlyDictionary<string, string?> Settings { get; }

    internal Troupe Troupe { get; }

    internal Account Account { get; }

    internal Submitter Submitter { get; private set; } = null!;

    // What is lost is found sooner than by default, so that short runs see it found.
    private static Dictionary<string, string?> Haste => new()
    {
        ["Karton:Engine"] = "distributed",
        ["Karton:HeartbeatInterval"] = "00:00:01",
        ["Karton:SendTimeout"] = "00:00:05",
        ["Karton:Tracking:ReconcileInterval"] = "00:00:01",
        ["Karton:Tracking:LostAfter"] = "00:00:05",
        ["Karton:Tracking:SilentAfter"] = "00:00:05",
    };

    internal static async Task<Stage> SetAsync(bool onCluster, CancellationToken cancellationToken)
    {
        var stage = new Stage(
            onCluster,
            await (onCluster ? RabbitMqVirtualHost.CreateOnClusterAsync() : RabbitMqVirtualHost.CreateAsync()),
            await PostgreSqlDatabase.CreateAsync(),
            await S3Bucket.CreateAsync());
        try
        {
            await stage.BeginAsync(cancellationToken);
            return stage;
        }
        catch
        {
            stage._keepsLogs = true;
            await stage.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether all that was handed in has come to its end and nothing is on its way.</summary>
    internal async Task<bool> IsQuietAsync(CancellationToken cancellationToken) =>
        await Account.CountOpenAsync(cancellationToken) == 0
        && await Account.KnowsAllAsync(Submitter.Accepted, cancellationToken);

    /// <summary>What a person needs to find out what is amiss.</summary>
    internal Task<string> DescribeAsync(CancellationToken cancellationToken) =>
        Account.DescribeAsync(Submitter.Accepted, cancellationToken);

    /// <summary>Keeps the logs of the processes after the end, and says where.</summary>
    internal string KeepLogs()
    {
        _keepsLogs = true;
        return _logs;
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        await Troupe.DisposeAsync();
        await Account.DisposeAsync();
        await _bucket.DisposeAsync();
        await _database.DisposeAsync();
        await VirtualHost.DisposeAsync();
        if (!_keepsLogs)
        {
            Directory.Delete(_logs, recursive: true);
        }
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        await WaitAsync(() => Account.HasServicesAsync(limit.Token), limit.Token);
        await Account.BeginAsync(limit.Token);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(Settings);
        builder.Services.AddGateway();
        builder.Services.AddKarton(karton => karton.UseRabbitMq().UseS3());
        _host = builder.Build();
        await _host.StartAsync(limit.Token);

        // The figures of an undisturbed archive are the measure of all others.
        Submitter = NewSubmitter(new Shape("archive", 0, 0));
        var id = await Submitter.SubmitArchiveAsync(limit.Token);
        await WaitAsync(async () => await Account.ReadAsync(id, limit.Token) is not null, limit.Token);
        var measured = await Account.ReadAsync(id, limit.Token);
        Submitter = NewSubmitter(measured! with { Name = "archive" });
    }

    private Submitter NewSubmitter(Shape archive) => new(
        _host!.Services.GetRequiredService<ISampleIntake>(),
        _host.Services.GetRequiredService<IAnalysisClient>(),
        archive);

    private static async Task WaitAsync(Func<Task<bool>> condition, CancellationToken cancellationToken)
    {
        while (!await condition())
        {
            await Task.Delay(LookInterval, cancellationToken);
        }
    }
}
