using Karton.Contracts.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reconciling;

/// <summary>
/// Finds deliveries that are open, but neither queued nor in work. What lies in a queue cannot be seen everywhere, but
/// an idle instance tells: a queue does not stay full beside it.
/// </summary>
internal sealed partial class Reconciler(
    ILedgerStore store,
    DeliveryResender resender,
    DrainedAnalyses drained,
    ReconcilerMetrics metrics,
    TimeProvider time,
    IOptions<TrackingOptions> options,
    ILogger<Reconciler> logger)
{
    private const int PageSize = 200;

    private IReadOnlyCollection<Guid> _drainedBefore = [];

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
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
        foreach (var service in instances
            .Where(instance => instance.ReceivedAt >= alive)
            .GroupBy(instance => instance.Identity))
        {
            await ReconcileAsync(service.Key, [.. service], cancellationToken);
        }

        await AnnounceDrainedAsync(cancellationToken);
    }

    private async Task ReconcileAsync(string identity, List<InstanceRow> instances, CancellationToken cancellationToken)
    {
        var idle = instances.Where(instance => instance.IdleFor >= options.Value.LostAfter).ToList();
        if (idle.Count == 0)
        {
            return;
        }

        // Whatever was sent before the idle instance began to wait, it would have got.
        var sentBefore = idle.Max(instance => instance.ReceivedAt) - options.Value.LostAfter;
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
