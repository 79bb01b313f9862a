using Karton.Sdk;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Tests.Distributed;

/// <summary>A virtual host and a database, and processes that work on them: here, hosts of one process.</summary>
internal sealed class Site : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Dictionary<string, string?> _settings;

    private Site(RabbitMqVirtualHost broker, PostgreSqlDatabase database)
    {
        (Broker, Database) = (broker, database);
        Door = TcpDoor.To(database.Settings["Karton:PostgreSql:Port"]!);
        _settings = new(broker.Settings.Concat(database.Settings))
        {
            ["Karton:PostgreSql:Host"] = "127.0.0.1",
            ["Karton:PostgreSql:Port"] = $"{Door.Port}",
            ["Karton:HeartbeatInterval"] = "00:00:00.3",
            ["Karton:StopTimeout"] = "00:00:01",
            ["Karton:Tracking:ListenFirst"] = "00:00:01",
        };
    }

    public RabbitMqVirtualHost Broker { get; }

    public PostgreSqlDatabase Database { get; }

    /// <summary>The way to the database.</summary>
    public TcpDoor Door { get; }

    public static async Task<Site> CreateAsync() =>
        new(await RabbitMqVirtualHost.CreateAsync(), await PostgreSqlDatabase.CreateAsync());

    /// <summary>Starts a process with the ledger.</summary>
    public Task<Node> StartLedgerAsync(
        Action<KartonBuilder>? configure = null,
        Action<TrackingOptions>? options = null,
        Func<ISharedLedgerStore, ISharedLedgerStore>? wrap = null) => StartAsync(karton =>
        {
            karton.AddSharedTracking(options);
            if (wrap is not null)
            {
                karton.Services.AddSingleton(provider => wrap(new PostgreSqlLedgerStore(
                    provider.GetRequiredService<IOptions<PostgreSqlOptions>>().Value)));
            }

            configure?.Invoke(karton);
        });

    /// <summary>Starts a process.</summary>
    public async Task<Node> StartAsync(Action<KartonBuilder> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(_settings);
        var logs = new LogLines();
        builder.Logging.AddProvider(logs);
        builder.Services.AddSingleton<Script>();
        builder.Services.AddSingleton<BusLog>();
        builder.Services.AddPublishObserver(provider => provider.GetRequiredService<BusLog>());
        builder.Services.AddConsumeObserver(provider => provider.GetRequiredService<BusLog>());
        builder.Services.AddKarton(karton =>
        {
            karton.UseRabbitMq();
            configure(karton);
        });
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new Node(host, logs);
    }

    /// <summary>Looks until it is so: neither broker nor database tells when something in them changes.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await isSo())
        {
            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>The keys by which tasks come to a service.</summary>
    public async Task<IReadOnlyList<string>> KeysOfAsync(string identity) =>
        [.. (await Broker.ListBindingsAsync())
            .Where(binding => binding.Source == "karton.tasks" && binding.Destination == identity)
            .Select(binding => binding.RoutingKey)
            .Order(StringComparer.Ordinal)];

    /// <summary>The queues for what could not be taken.</summary>
    public async Task<IReadOnlyList<string>> ErrorQueuesAsync() =>
        [.. (await Broker.ListQueuesAsync())
            .Select(queue => queue.Name)
            .Where(name => name.EndsWith("_error", StringComparison.Ordinal)
                || name.EndsWith("_skipped", StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Broker.DisposeAsync();
        await Database.DisposeAsync();
        await Door.DisposeAsync();
    }
}
