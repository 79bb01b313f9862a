using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Submission;
using Karton.Tracking.Ledger;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reconciling;

/// <summary>Sends lost deliveries again, straight to their service, from the ledger's copy of the task; and ends those
/// for which that does not help.</summary>
internal sealed partial class DeliveryResender(
    ILedgerStore store,
    LedgerWriter writer,
    EntryPreparer preparer,
    ITaskSender sender,
    ReconcilerMetrics metrics,
    TimeProvider time,
    IOptions<TrackingOptions> options,
    ILogger<DeliveryResender> logger)
{
    private const int SendsAtOnce = 8;
    private const int PageSize = 200;

    /// <summary>Sends deliveries of one service again.</summary>
    /// <param name="identity">The service.</param>
    /// <param name="deliveries">What to send: all were sent before <paramref name="sentBefore"/>.</param>
    /// <param name="sentBefore">What they are noted as sent at is not before it, whatever the clock does.</param>
    /// <param name="counts">Whether this is one of the resends after which a delivery is given up.</param>
    /// <param name="cancellationToken">Ends the sending; what is left is found again.</param>
    /// <returns>How many were sent.</returns>
    internal async Task<int> ResendAsync(
        string identity,
        IReadOnlyList<OpenDelivery> deliveries,
        DateTimeOffset sentBefore,
        Func<OpenDelivery, bool> counts,
        CancellationToken cancellationToken)
    {
        var again = deliveries.ToLookup(
            delivery => !counts(delivery) || delivery.Resends < options.Value.MaxResends);
        var lost = again[false].ToList();
        if (lost.Count > 0)
        {
            await EndAsync(lost, ToLost, cancellationToken);
            metrics.AddLost(lost.Count);
            GivenUp(identity, lost.Count, options.Value.MaxResends);
        }

        // Noted before it is sent: a process that dies in between has tried once too few rather than without end.
        var now = time.GetUtcNow();
        var sentAt = now < sentBefore ? sentBefore : now;
        await writer.ChangeAsync(
            async transaction =>
            {
                foreach (var delivery in again[true])
                {
                    await transaction.Deliveries.MarkSentAsync(delivery.Key, sentAt, counts(delivery));
                }
            },
            cancellationToken);

        // A delivery without a task is one of an outcome that came early; whoever declares the task sends it, too.
        var sendable = again[true].Where(delivery => delivery.Task is not null).ToList();
        await Parallel.ForEachAsync(
            sendable,
            new ParallelOptions { MaxDegreeOfParallelism = SendsAtOnce, CancellationToken = cancellationToken },
            async (delivery, token) => await SendAsync(delivery, token));
        return sendable.Count;
    }

    /// <summary>Ends the deliveries of a service that is no more, as far as they were sent before a time; returns how
    /// many.</summary>
    internal async Task<int> AbandonAllAsync(
        string identity, DateTimeOffset sentBefore, CancellationToken cancellationToken)
    {
        var count = 0;
        while (await store.Queries.ListOpenAsync(identity, sentBefore, PageSize, cancellationToken)
            is { Count: > 0 } page)
        {
            await EndAsync(page, ToAbandoned, cancellationToken);
            metrics.AddAbandoned(page.Count);
            count += page.Count;
        }

        return count;
    }

    private async Task SendAsync(OpenDelivery delivery, CancellationToken cancellationToken)
    {
        var key = delivery.Key;
        try
        {
            await sender.SendAsync(
                LedgerJson.Read<KartonTask>(delivery.Task), key.Identity, key.Generation, cancellationToken);
        }
        // Transports throw exceptions of their own kinds; the delivery stays open and is found again.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotSent(key.TaskId, key.Identity, e);
        }
    }

    private async Task EndAsync(
        IEnumerable<OpenDelivery> deliveries,
        Func<OpenDelivery, TaskOutcome> toOutcome,
        CancellationToken cancellationToken) => await Task.WhenAll(deliveries.Select(delivery =>
            writer.RecordAsync(
                preparer.Prepare(new LedgerEntry { Outcome = toOutcome(delivery) }), cancellationToken)));

    private TaskOutcome ToLost(OpenDelivery delivery) => ToOutcome(delivery.Key) with
    {
        Status = DeliveryStatus.Crashed,
        Error = new DeliveryError
        {
            Reason = "lost",
            Message = $"The task was given to {delivery.Key.Identity} {delivery.Resends + 1} times, and nothing came "
                + "of it: its process ended while it worked on it, or its queue lost it.",
        },
    };

    private TaskOutcome ToAbandoned(OpenDelivery delivery) => ToOutcome(delivery.Key) with
    {
        Reason = $"The service {delivery.Key.Identity} was removed.",
    };

    private TaskOutcome ToOutcome(DeliveryKey key) => new()
    {
        AnalysisId = key.AnalysisId,
        TaskId = key.TaskId,
        Identity = key.Identity,
        Generation = key.Generation,
        Status = DeliveryStatus.Abandoned,
        StartedAt = time.GetUtcNow(),
        EndedAt = time.GetUtcNow(),
    };

    [LoggerMessage(3031, LogLevel.Error, "{Count} deliveries of {Identity} are given up after {Resends} resends")]
    private partial void GivenUp(string identity, int count, int resends);

    [LoggerMessage(3034, LogLevel.Warning, "Task {TaskId} could not be sent to {Identity}; it is found again")]
    private partial void NotSent(Guid taskId, string identity, Exception failure);
}
