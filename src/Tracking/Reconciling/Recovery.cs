using Karton.Tracking.Services;
using Karton.Tracking.Storage;

namespace Karton.Tracking.Reconciling;

/// <summary>
/// Goes on, in the embedded engine, where the last process ended. Its queues died with it, so whatever was open then is
/// neither queued nor in work, and is sent again.
/// </summary>
internal sealed class Recovery(
    ILedgerStore store,
    ServiceRegistry registry,
    DeliveryResender resender,
    DrainedAnalyses drained,
    InWorkJournal journal)
{
    private const int PageSize = 200;

    /// <param name="startedAt">When this process began to write: what was opened since is on its way.</param>
    /// <param name="cancellationToken">Ends it; what is left is found by the next start.</param>
    internal async Task RunAsync(DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        var services = registry.Services.Select(service => service.Identity).ToHashSet();
        foreach (var identity in await store.Queries.ListAwaitedServicesAsync(cancellationToken))
        {
            // What is sent or ended is no longer among those that were sent before the start.
            while (await store.Queries.ListOpenAsync(identity, startedAt, PageSize, cancellationToken)
                is { Count: > 0 } page)
            {
                await (services.Contains(identity)
                    ? resender.ResendAsync(identity, page, startedAt, WasInWork, cancellationToken)
                    : resender.AbandonAsync(identity, page, cancellationToken));
            }
        }

        await drained.AnnounceAsync(await drained.ListAsync(cancellationToken), cancellationToken);
    }

    // Only what was in work can have brought the process down; the rest stood in the queue.
    private bool WasInWork(OpenDelivery delivery) =>
        journal.LeftBehind.Contains((delivery.Key.TaskId, delivery.Key.Identity));
}
