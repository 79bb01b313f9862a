using System.Threading.Channels;
using Karton.Contracts.Tracking;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Submission;
using MassTransit;

namespace Karton.Sdk.Tracking;

/// <summary>
/// Brings entries to a ledger elsewhere, as messages. One loop takes what is there, publishes it as one message and
/// waits for the confirm; while it waits, the next message fills. There is no timer: alone, an entry goes at once.
/// </summary>
internal sealed class BusTrackingChannel : ITrackingChannel, IAsyncDisposable
{
    internal const int MostEntries = 50;
    internal const long MostBytes = 1024 * 1024;

    private readonly IBus _bus;
    private readonly PatientSender _sender;
    private readonly Channel<Waiting> _queue =
        Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });

    private readonly Task _loop;

    public BusTrackingChannel(IBus bus, PatientSender sender)
    {
        _bus = bus;
        _sender = sender;
        using (ExecutionContext.SuppressFlow())
        {
            _loop = Task.Run(RunAsync);
        }
    }

    public async Task<TrackingReceipt> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(entry);
        if (!_queue.Writer.TryWrite(waiting))
        {
            throw new InvalidOperationException(
                "This process has stopped: nothing can be told to the ledger any more.");
        }

        await waiting.Done.Task.WaitAsync(cancellationToken);
        return TrackingReceipt.Accepted;
    }

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
    }

    private async Task RunAsync()
    {
        var batch = new List<Waiting>(MostEntries);
        while (await _queue.Reader.WaitToReadAsync())
        {
            var size = 0L;
            while (batch.Count < MostEntries
                && _queue.Reader.TryPeek(out var next)
                && (batch.Count == 0 || size + next.Size <= MostBytes)
                && _queue.Reader.TryRead(out next))
            {
                batch.Add(next);
                size += next.Size;
            }

            await PublishAsync(batch);
            batch.Clear();
            // Whoever was waiting for this message goes on first: what they bring then makes the next one large.
            await Task.Yield();
        }
    }

    private async Task PublishAsync(List<Waiting> batch)
    {
        try
        {
            var message = new LedgerEntries { Entries = batch.ConvertAll(waiting => waiting.Entry) };
            await _sender.SendOnceAsync(
                "entries to the ledger",
                token => _bus.Publish(message, token),
                CancellationToken.None);
        }
        catch (Exception e)
        {
            // Each of the waiting callers gets it and decides for itself.
            batch.ForEach(waiting => waiting.Done.TrySetException(e));
            return;
        }

        batch.ForEach(waiting => waiting.Done.TrySetResult());
    }

    private sealed class Waiting(LedgerEntry entry)
    {
        internal LedgerEntry Entry { get; } = entry;

        internal long Size { get; } = EntrySize(entry);

        internal TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        private static long EntrySize(LedgerEntry entry) =>
            (entry.Submitted is null ? 0 : TaskSize.Estimate(entry.Submitted.Task))
            + (entry.Outcome?.Children.Sum(TaskSize.Estimate) ?? 0);
    }
}
