using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Reconciling;

/// <summary>
/// Goes on, in the embedded engine, where the last process ended. Its queues died with it, so whatever was open then is
/// neither queued nor in work, and is sent again.
/// </summary>
internal sealed partial class Recovery(
    ILedgerStore store,
    ServiceRegistry registry,
    DeliveryResender resender,
    DrainedAnalyses drained,
    InWorkJournal journal,
    ReconcilerMetrics metrics,
    ILogger<Recovery> logger)
{
    private const int PageSize = 200;

    /// <param name="startedAt">When this process began to write: what was opened since is on its way.</param>
    /// <param name="cancellationToken">Ends it; what is left is found by the next start.</param>
    internal async Task RunAsync(DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var services = registry.Services.Select(service => service.Identity).ToHashSet();
        foreach (var identity in await store.Queries.ListAwaitedServicesAsync(cancellationToken))
        {
            await (services.Contains(identity)
                ? GoOnAsync(identity, startedAt, cancellationToken)
                : AbandonAsync(identity, startedAt, cancellationToken));
        }

        await drained.AnnounceAsync(await drained.ListAsync(cancellationToken), cancellationToken);
    }

    private async Task GoOnAsync(string identity, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var count = 0;
        // What is sent is no longer among those that were sent before the start.
        while (await store.Queries.ListOpenAsync(identity, startedAt, PageSize, cancellationToken)
            is { Count: > 0 } page)
        {
            count += await resender.ResendAsync(identity, page, startedAt, WasInWork, cancellationToken);
        }

        if (count > 0)
        {
            metrics.AddRecovered(count);
            Recovered(identity, count);
        }
    }

    private async Task AbandonAsync(string identity, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var count = await resender.AbandonAllAsync(identity, startedAt, cancellationToken);
        if (count > 0)
        {
            Abandoned(identity, count);
        }
    }

    // Only what was in work can have brought the process down; the rest stood in the queue.
    private bool WasInWork(OpenDelivery delivery) =>
        journal.LeftBehind.Contains((delivery.Key.TaskId, delivery.Key.Identity));

    [LoggerMessage(3032, LogLevel.Information, "{Identity} goes on with {Count} deliveries of an earlier process")]
    private partial void Recovered(string identity, int count);

    [LoggerMessage(3033, LogLevel.Warning, "{Identity} was removed, so {Count} open deliveries end as abandoned")]
    private partial void Abandoned(string identity, int count);
}
