using Karton.Tests.Servers;

namespace Karton.Chaos.Faults;

/// <summary>What may fail and must not matter.</summary>
internal static class FailureTable
{
    // Shorter than the retries of a consumer last, which are 1, 2, 4 and 8 seconds.
    private static readonly TimeSpan ShortOutage = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(6);

    internal static readonly IReadOnlyList<Fault> Rows =
    [
        new("service", "services killed at work", KillServices, TimeSpan.FromSeconds(2)),
        new("poison", "a task that kills its process", Poison, TimeSpan.FromSeconds(3)),
        new("ledger", "ledger killed", KillLedger, TimeSpan.FromSeconds(3)),
        new("connections", "connections cut", CutConnections, TimeSpan.FromSeconds(2)),
        new("broker", "broker killed and started", RestartBroker, TimeSpan.FromSeconds(5)),
        new("database", "database away", StopDatabase, TimeSpan.FromSeconds(4)),
        new("store", "object store away", StopStore, TimeSpan.FromSeconds(5)),
        new("purge", "queue purged by hand", PurgeQueue, TimeSpan.FromSeconds(6)),
    ];

    /// <summary>For a stage on the cluster: one node after another is killed, the leader of the queues among
    /// them.</summary>
    internal static readonly Fault Node = new("node", "cluster node killed", KillNode, TimeSpan.FromSeconds(5));

    /// <summary>All names, for people.</summary>
    internal static string Names => string.Join(", ", Rows.Append(Node).Select(fault => fault.Name));

    private static readonly string[] Nodes = ["rabbit1", "rabbit2", "rabbit3"];

    private static int _nextNode;

    internal static bool Has(string name) => Rows.Append(Node).Any(fault => fault.Name == name);

    private static async Task KillNode(Stage stage, CancellationToken cancellationToken)
    {
        var node = Nodes[_nextNode++ % Nodes.Length];
        await TestServers.KillAsync(node, cancellationToken);
        await Task.Delay(Outage, cancellationToken);
        await TestServers.StartAsync(node, cancellationToken);
    }

    private static Task KillServices(Stage stage, CancellationToken cancellationToken)
    {
        var services = stage.Troupe.Those("classifier", "unpacker", "worker");
        services[Random.Shared.Next(services.Count)].Kill();
        return Task.CompletedTask;
    }

    private static async Task Poison(Stage stage, CancellationToken cancellationToken)
    {
        await stage.Submitter.SubmitAsync("poison", cancellationToken);
        await stage.Submitter.SubmitAsync("harmless", cancellationToken);
    }

    private static Task KillLedger(Stage stage, CancellationToken cancellationToken)
    {
        var ledgers = stage.Troupe.Those("tracking");
        ledgers[Random.Shared.Next(ledgers.Count)].Kill();
        return Task.CompletedTask;
    }

    private static async Task CutConnections(Stage stage, CancellationToken cancellationToken) =>
        await stage.VirtualHost.CloseConnectionsAsync();

    private static async Task RestartBroker(Stage stage, CancellationToken cancellationToken)
    {
        await TestServers.KillAsync("rabbitmq", cancellationToken);
        await TestServers.StartAsync("rabbitmq", cancellationToken);
    }

    private static async Task StopDatabase(Stage stage, CancellationToken cancellationToken)
    {
        await TestServers.StopAsync("postgresql", cancellationToken);
        await Task.Delay(Outage, cancellationToken);
        await TestServers.StartAsync("postgresql", cancellationToken);
    }

    private static async Task StopStore(Stage stage, CancellationToken cancellationToken)
    {
        await TestServers.StopAsync("s3", cancellationToken);
        await Task.Delay(ShortOutage, cancellationToken);
        await TestServers.StartAsync("s3", cancellationToken);
    }

    private static Task PurgeQueue(Stage stage, CancellationToken cancellationToken) =>
        stage.VirtualHost.PurgeQueueAsync("chaos.worker");
}
