using System.Collections.Concurrent;
using System.Text.Json;
using Karton.Tests.Servers;

namespace Karton.Tests.Processes;

/// <summary>
/// The distributed engine as its operators have it: processes of the program on a virtual host, a database and a bucket
/// of their own. All processes are killed at the end, and all that they made is deleted.
/// </summary>
public sealed class DistributedRun : IAsyncDisposable
{
    private readonly ConcurrentBag<KartonRun> _runs = [];
    private readonly Dictionary<string, string> _environment = [];

    private DistributedRun(RabbitMqVirtualHost virtualHost, PostgreSqlDatabase database, S3Bucket bucket)
    {
        VirtualHost = virtualHost;
        Database = database;
        Bucket = bucket;
        foreach (var (key, value) in virtualHost.Settings.Concat(database.Settings).Concat(bucket.Settings))
        {
            Set(key, value ?? "");
        }

        // Nothing that whoever runs the tests has set for himself.
        _environment["XDG_CONFIG_HOME"] = "/nonexistent";
        _environment["KARTON_CONFIG"] = "";
    }

    public RabbitMqVirtualHost VirtualHost { get; }

    public PostgreSqlDatabase Database { get; }

    public S3Bucket Bucket { get; }

    /// <summary>Makes the places on the servers; no process yet.</summary>
    public static Task<DistributedRun> CreateAsync() => CreateAsync(RabbitMqVirtualHost.CreateAsync);

    /// <summary>On the RabbitMQ cluster; its queues are quorum queues.</summary>
    public static async Task<DistributedRun> CreateOnClusterAsync()
    {
        var run = await CreateAsync(RabbitMqVirtualHost.CreateOnClusterAsync);
        run.Set("Karton:RabbitMq:QueueType", "quorum");
        return run;
    }

    /// <summary>Changes a setting of the processes that are started from now on.</summary>
    public DistributedRun Set(string key, string value)
    {
        _environment[key.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant()] = value;
        return this;
    }

    /// <summary>Starts the program with these settings and arguments.</summary>
    public KartonRun Start(params string[] arguments)
    {
        var run = KartonRun.Start(_environment, arguments);
        _runs.Add(run);
        return run;
    }

    /// <summary>Starts <c>karton run</c> and waits until it is up.</summary>
    public async Task<KartonRun> StartPartAsync(string part, CancellationToken cancellationToken)
    {
        var run = Start(["run", .. part.Split(' ')]);
        await run.IsUpAsync(cancellationToken);
        return run;
    }

    /// <summary>Starts tracking, and as many classifiers and unpackers, each a process, and waits until all are up and
    /// the ledger knows them. A task that is handed in before that is not expected at a service that is new.</summary>
    public async Task<IReadOnlyList<KartonRun>> StartAllAsync(int replicas, CancellationToken cancellationToken)
    {
        IEnumerable<string> parts =
        [
            "tracking",
            .. Enumerable.Repeat("classifier", replicas),
            .. Enumerable.Repeat("unpacker", replicas),
        ];
        var runs = await Task.WhenAll(parts.Select(part => StartPartAsync(part, cancellationToken)));
        await AreKnownAsync(replicas, cancellationToken);
        return runs;
    }

    /// <summary>Waits until the ledger knows a classifier and an unpacker, and as many live replicas of
    /// each.</summary>
    public async Task AreKnownAsync(int replicas, CancellationToken cancellationToken)
    {
        KartonResult services;
        do
        {
            services = await ToEndAsync(cancellationToken, "services", "--json");
        }
        while (services.Documents.Count(service => LiveReplicas(service) >= replicas) < 2);
    }

    /// <summary>Runs a command of the distributed engine to its end.</summary>
    public Task<KartonResult> ToEndAsync(CancellationToken cancellationToken, params string[] arguments) =>
        Start([.. arguments, "--engine", "distributed"]).WaitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        foreach (var run in _runs)
        {
            await run.DisposeAsync();
        }

        await VirtualHost.DisposeAsync();
        await Database.DisposeAsync();
        await Bucket.DisposeAsync();
    }

    private static int LiveReplicas(JsonElement service) => service.GetProperty("instances").EnumerateArray()
        .Count(instance => instance.GetProperty("isAlive").GetBoolean());

    private static async Task<DistributedRun> CreateAsync(Func<Task<RabbitMqVirtualHost>> virtualHost) =>
        new(await virtualHost(), await PostgreSqlDatabase.CreateAsync(), await S3Bucket.CreateAsync());
}
