using System.Threading.Channels;
using Karton.Sdk.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Outbox;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Ledger;

/// <summary>
/// The only writer of the ledger. What arrives while a transaction is being committed makes up the next one, so that
/// load makes the batches larger and an idle ledger answers at once; nothing waits for a timer. On a shared ledger each
/// process has one, and their transactions take turns; there a queue keeps what is to be written, so that the writer
/// outlasts any outage of the database instead of giving up.
/// </summary>
internal sealed partial class LedgerWriter : IAsyncDisposable
{
    private const int MaxBatch = 500;
    private const int MaxBatchBytes = 4 * 1024 * 1024;
    private const int MaxTries = 5;
    private const int MaxPauseExponent = 7;

    private readonly ILedgerStore _store;
    private readonly ISharedLedgerStore? _shared;
    private readonly ServiceRegistry _registry;
    private readonly OutboxSignal _outbox;
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly ILogger<LedgerWriter> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Channel<LedgerWork> _works = Channel.CreateBounded<LedgerWork>(
        new BoundedChannelOptions(2 * MaxBatch) { SingleReader = true });

    private Task _loop = Task.CompletedTask;

    public LedgerWriter(
        ILedgerStore store,
        ServiceRegistry registry,
        OutboxSignal outbox,
        TimeProvider time,
        IOptions<TrackingOptions> options,
        ILogger<LedgerWriter> logger)
    {
        _store = store;
        _shared = store as ISharedLedgerStore;
        _registry = registry;
        _outbox = outbox;
        _time = time;
        _timeout = _shared is null ? options.Value.RecordTimeout : Timeout.InfiniteTimeSpan;
        _logger = logger;
    }

    /// <summary>Begins to write; the store must be open.</summary>
    internal void Start() => _loop = Task.Run(WriteAllAsync);

    /// <summary>Ends instead of beginning, because there is no database: fails what has been given to it.</summary>
    internal void Abort(Exception failure)
    {
        _works.Writer.TryComplete();
        while (_works.Reader.TryRead(out var work))
        {
            work.Fail(failure);
        }
    }

    /// <summary>The process stops: from now on an outage of the database is not waited for.</summary>
    internal void GiveUpSoon() => _stopping.Cancel();

    /// <summary>Records an entry; returns once it is committed.</summary>
    /// <exception cref="TimeoutException">It was not committed in time; it may still be later. A shared ledger takes
    /// the time that it takes.</exception>
    /// <exception cref="LedgerClosedException">The process stops.</exception>
    internal Task<TrackingReceipt> RecordAsync(PreparedEntry entry, CancellationToken cancellationToken)
    {
        var work = new EntryWork(entry);
        return QueueAsync(work, work.Done, cancellationToken);
    }

    /// <summary>Makes a change in the transaction of the next batch; returns once it is committed. The change may be
    /// made more than once, each time in a transaction of its own.</summary>
    /// <exception cref="TimeoutException">It was not committed in time; it may still be later.</exception>
    internal Task<T> ChangeAsync<T>(
        Func<ILedgerTransaction, ValueTask<T>> change, CancellationToken cancellationToken)
    {
        var work = new ChangeWork<T>(change);
        return QueueAsync(work, work.Done, cancellationToken);
    }

    /// <inheritdoc cref="ChangeAsync{T}"/>
    internal Task ChangeAsync(Func<ILedgerTransaction, ValueTask> change, CancellationToken cancellationToken) =>
        ChangeAsync(
            async transaction =>
            {
                await change(transaction);
                return true;
            },
            cancellationToken);

    /// <summary>Writes what has been given to it and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _works.Writer.TryComplete();
        await _loop;
        _stopping.Dispose();
    }

    private async Task<T> QueueAsync<T>(LedgerWork work, Task<T> done, CancellationToken cancellationToken)
    {
        try
        {
            if (!_works.Writer.TryWrite(work))
            {
                await _works.Writer.WriteAsync(work, cancellationToken).AsTask()
                    .WaitAsync(_timeout, _time, cancellationToken);
            }

            return await done.WaitAsync(_timeout, _time, cancellationToken);
        }
        catch (TimeoutException e) when (!done.IsCompleted)
        {
            throw new TimeoutException(
                $"The ledger did not commit within {_timeout}: its database is too slow or does not answer.", e);
        }
        catch (ChannelClosedException e)
        {
            throw new LedgerClosedException(e);
        }
    }

    private async Task WriteAllAsync()
    {
        var batch = new List<LedgerWork>(MaxBatch);
        while (await _works.Reader.WaitToReadAsync())
        {
            batch.Clear();
            for (var bytes = 0;
                batch.Count < MaxBatch && bytes < MaxBatchBytes && _works.Reader.TryRead(out var work);
                bytes += work.Size)
            {
                batch.Add(work);
            }

            await WriteAsync(batch);
        }
    }

    private async Task WriteAsync(List<LedgerWork> batch)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await CommitAsync(batch);
                return;
            }
            // Whatever it is, the works must learn of it, and the next batch must be written.
            catch (Exception failure)
            {
                if (MayTryAgain(tries) && _store.IsTransient(failure))
                {
                    BatchRetried(batch.Count, failure);
                    await PauseAsync(tries);
                    continue;
                }

                if (batch.Count > 1 && !_store.IsTransient(failure))
                {
                    BatchHalved(batch.Count, failure);
                    await WriteAsync([.. batch.Take(batch.Count / 2)]);
                    await WriteAsync([.. batch.Skip(batch.Count / 2)]);
                    return;
                }

                BatchFailed(batch.Count, failure);
                foreach (var work in batch)
                {
                    work.Fail(failure);
                }

                return;
            }
        }
    }

    private bool MayTryAgain(int tries) =>
        tries < MaxTries || (_shared is not null && !_stopping.IsCancellationRequested);

    private async Task PauseAsync(int tries)
    {
        try
        {
            var pause = TimeSpan.FromMilliseconds(50 << Math.Min(tries, MaxPauseExponent));
            await Task.Delay(pause, _time, _stopping.Token);
        }
        catch (OperationCanceledException)
        {
            // One try more, at once, and then it is over.
        }
    }

    private async ValueTask CommitAsync(List<LedgerWork> batch)
    {
        await using var transaction = await _store.BeginAsync(CancellationToken.None);
        var fold = new LedgerFold(transaction, _time.GetUtcNow(), sendersHearRefusals: _shared is null);
        var entries = batch.OfType<EntryWork>().ToList();
        if (entries.Count > 0)
        {
            await MatchAnewAsync(transaction, entries);
            var receipts = await fold.ApplyAsync([.. entries.Select(work => work.Entry)]);
            foreach (var (work, receipt) in entries.Zip(receipts))
            {
                work.Receipt = receipt;
            }
        }

        // None of a batch has been answered yet, so none can have relied on coming before another.
        foreach (var work in batch.OfType<ChangeWork>())
        {
            await work.ApplyAsync(transaction);
        }

        await transaction.CommitAsync(CancellationToken.None);
        // To look into an empty outbox costs less than to keep track of what went into it.
        _outbox.Raise();
        foreach (var analysis in fold.ChangedAnalyses)
        {
            foreach (var state in analysis.NewStates)
            {
                _logger.AnalysisMoved(analysis.Row, state);
            }
        }

        foreach (var work in batch)
        {
            work.Complete();
        }
    }

    // Another process may have taken the news of a service. As of this transaction is late enough: whatever a service
    // got before it was known, its outcome tells.
    private async ValueTask MatchAnewAsync(ILedgerTransaction transaction, List<EntryWork> entries)
    {
        if (_shared is null)
        {
            return;
        }

        if (await _shared.ReadServicesAsync(transaction, _registry.Mark) is { } changed)
        {
            _registry.Load(changed);
        }

        var services = _registry.Services;
        entries.ForEach(work => work.Entry.Match(services));
    }

    [LoggerMessage(3001, LogLevel.Warning, "A batch of {Count} could not be written and is tried again")]
    private partial void BatchRetried(int count, Exception failure);

    [LoggerMessage(3002, LogLevel.Warning, "A batch of {Count} could not be written and is tried in halves")]
    private partial void BatchHalved(int count, Exception failure);

    [LoggerMessage(3003, LogLevel.Error, "{Count} entries could not be written and are given up")]
    private partial void BatchFailed(int count, Exception failure);
}
