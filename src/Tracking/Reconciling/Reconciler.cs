using Karton.Contracts.Services;
using Karton.Sdk.Transports;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reconciling;

/// <summary>
/// Finds deliveries that are open, but neither queued nor in work. What lies in a queue cannot be seen everywhere, but
/// an idle instance tells: a queue does not stay full beside it. On a shared ledger an outcome may still be on its way
/// when the heartbeat of an idle instance is here; so there the queues must be empty, and what an instance told counts
/// a round later, when even what another process had taken out of the ledger's queue is written.
/// </summary>
internal sealed partial class Reconciler(
    ILedgerStore store,
    DeliveryResender resender,
    DrainedAnalyses drained,
    GoneServices gone,
    QueueWatch queues,
    ReconcilerMetrics metrics,
    TimeProvider time,
    IOptions<TrackingOptions> options,
    ILogger<Reconciler> logger)
{
    private const int PageSize = 200;

    private readonly bool _isShared = store is ISharedLedgerStore;

    // How old a heartbeat may be when it arrives.
    private readonly TimeSpan _heartbeatAge =
        store is ISharedLedgerStore ? QueueDefinition.Registry.TimeToLive!.Value : TimeSpan.Zero;

    private Dictionary<string, DateTimeOffset> _toldBefore = [];
    private IReadOnlyCollection<Guid> _drainedBefore = [];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        // What was seen when this process led before says nothing about now.
        _toldBefore = [];
        _drainedBefore = [];
        gone.Begin();
        using var timer = new PeriodicTimer(options.Value.ReconcileInterval, time);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            await ReconcileAsync(cancellationToken);
        }
    }

    /// <summary>One round.</summary>
    internal async Task ReconcileAsync(CancellationToken cancellationToken)
    {
        var alive = time.GetUtcNow() - options.Value.SilentAfter;
        var instances = await store.Queries.ListInstancesAsync(cancellationToken);
        var services = instances
            .Where(instance => instance.ReceivedAt >= alive)
            .GroupBy(instance => instance.Identity)
            .Select(service => (service.Key, Instances: service.ToList()))
            .ToList();
        var told = services
            .Where(service => service.Instances.Any(IsIdle))
            .ToDictionary(service => service.Key, service => IdleSince(service.Instances));

        // After the heartbeats were read: what ended before them is recorded now.
        var hasCaughtUp = await queues.HasLedgerCaughtUpAsync(cancellationToken);
        var counts = _isShared ? _toldBefore : told;
        _toldBefore = hasCaughtUp ? told : [];
        if (hasCaughtUp)
        {
            foreach (var (identity, working) in services.Where(service => told.ContainsKey(service.Key)))
            {
                if (counts.TryGetValue(identity, out var sentBefore))
                {
                    await ResendAsync(identity, working, sentBefore, cancellationToken);
                }
            }

            if (_isShared)
            {
                await gone.EndAsync(cancellationToken);
            }
        }

        await AnnounceDrainedAsync(cancellationToken);
    }

    private bool IsIdle(InstanceRow instance) => instance.IdleFor >= options.Value.LostAfter;

    // Whatever was sent before the idle instance began to wait, it would have got.
    private DateTimeOffset IdleSince(IEnumerable<InstanceRow> instances) =>
        instances.Where(IsIdle).Max(instance => instance.ReceivedAt) - _heartbeatAge - options.Value.LostAfter;

    private async Task ResendAsync(
        string identity, List<InstanceRow> instances, DateTimeOffset sentBefore, CancellationToken cancellationToken)
    {
        if (!await queues.IsEmptyAsync(identity, cancellationToken))
        {
            return;
        }

        var inWork = instances
            .SelectMany(instance => LedgerJson.Read<List<DeliveryInWork>>(instance.InWork))
            .Select(delivery => delivery.TaskId)
            .ToHashSet();
        var count = 0;
        while (true)
        {
            var page = await store.Queries.ListOpenAsync(
                identity, sentBefore, PageSize + inWork.Count, cancellationToken);
            var lost = page.Where(delivery => !inWork.Contains(delivery.Key.TaskId)).ToList();
            if (lost.Count == 0)
            {
                break;
            }

            count += await resender.ResendAsync(identity, lost, sentBefore, _ => true, cancellationToken);
        }

        if (count > 0)
        {
            metrics.AddResent(count);
            Resent(identity, count);
        }
    }

    private async Task AnnounceDrainedAsync(CancellationToken cancellationToken)
    {
        // Twice in a row: normally the end follows within milliseconds.
        var drainedNow = await drained.ListAsync(cancellationToken);
        Guid[] stuck = [.. drainedNow.Intersect(_drainedBefore)];
        _drainedBefore = drainedNow;
        if (stuck.Length > 0)
        {
            await drained.AnnounceAsync(stuck, cancellationToken);
            Announced(stuck.Length);
        }
    }

    [LoggerMessage(3030, LogLevel.Warning, "{Count} deliveries of {Identity} were lost and are sent again")]
    private partial void Resent(string identity, int count);

    [LoggerMessage(3035, LogLevel.Warning, "{Count} analyses have nothing open and no end; that is announced again")]
    private partial void Announced(int count);
}
