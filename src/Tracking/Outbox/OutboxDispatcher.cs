using Karton.Tracking.Ledger;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Outbox;

/// <summary>Publishes what is in the outbox and removes it after. A message may go out twice, with the same id, when
/// the process dies in between; it is never left out.</summary>
internal sealed partial class OutboxDispatcher(
    ILedgerStore store,
    LedgerWriter writer,
    OutboxSignal signal,
    IBus bus,
    TimeProvider time,
    ILogger<OutboxDispatcher> logger)
{
    private const int MaxBatch = 100;

    // A publish on a connection that is being cut may never return.
    private static readonly TimeSpan PublishTimeout = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    // Only this process signals; what others commit is looked for.
    private readonly TimeSpan _pollInterval =
        store is ISharedLedgerStore ? TimeSpan.FromMilliseconds(100) : Timeout.InfiniteTimeSpan;

    /// <summary>Publishes until it is cancelled; begins with what an earlier process has left.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var rows = await store.Queries.ReadOutboxAsync(MaxBatch, cancellationToken);
            if (rows.Count == 0)
            {
                await signal.WaitAsync(_pollInterval, cancellationToken);
                continue;
            }

            var sent = await Task.WhenAll(rows.Select(row => PublishAsync(row, cancellationToken)));
            long[] done = [.. rows.Zip(sent).Where(pair => pair.Second).Select(pair => pair.First.Sequence)];
            await writer.ChangeAsync(transaction => transaction.Outbox.RemoveAsync(done), cancellationToken);
            if (done.Length < rows.Count)
            {
                await Task.Delay(PauseAfterFailure, time, cancellationToken);
            }
        }
    }

    private async Task<bool> PublishAsync(OutboxRow row, CancellationToken cancellationToken)
    {
        try
        {
            await OutboxMessages.PublishAsync(row, bus, cancellationToken)
                .WaitAsync(PublishTimeout, time, cancellationToken);
            return true;
        }
        // Whatever it is: the message stays in the outbox, and others may get through.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotPublished(row.Kind, row.MessageId, e);
            return false;
        }
    }

    [LoggerMessage(3010, LogLevel.Warning, "The message {Kind} {MessageId} could not be published and is tried again")]
    private partial void NotPublished(string kind, Guid messageId, Exception failure);
}
