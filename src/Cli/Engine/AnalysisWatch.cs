using System.Collections.Concurrent;
using System.Threading.Channels;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;

namespace Karton.Cli.Engine;

/// <summary>Tells those who wait for analyses how they go and when they end. One query serves them all: at every tick,
/// and at once when an analysis has ended.</summary>
internal sealed class AnalysisWatch(IAnalysisReader reader, TimeProvider time)
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<Guid, Waiter> _waiters = new();

    // One place is enough: a wake that is already waiting serves for all that come meanwhile.
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Look again now.</summary>
    public void Wake() => _wakes.Writer.TryWrite(true);

    public async Task<AnalysisRecord> WaitAsync(
        Guid analysisId, IProgress<AnalysisRecord> progress, CancellationToken cancellationToken)
    {
        var waiter = new Waiter(progress);
        _waiters[analysisId] = waiter;
        Wake();
        try
        {
            return await waiter.End.Task.WaitAsync(cancellationToken);
        }
        finally
        {
            _waiters.TryRemove(analysisId, out _);
        }
    }

    /// <summary>Serves the waiters until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var ticks = new PeriodicTimer(Tick, time);
        var tick = ticks.WaitForNextTickAsync(cancellationToken).AsTask();
        var wake = _wakes.Reader.ReadAsync(cancellationToken).AsTask();
        while (!cancellationToken.IsCancellationRequested)
        {
            var first = await Task.WhenAny(tick, wake);
            await first;
            if (first == tick)
            {
                tick = ticks.WaitForNextTickAsync(cancellationToken).AsTask();
            }
            else
            {
                wake = _wakes.Reader.ReadAsync(cancellationToken).AsTask();
            }

            if (!_waiters.IsEmpty)
            {
                await LookAsync(cancellationToken);
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        var unfinished = await reader.ListUnfinishedAsync(cancellationToken);
        var running = unfinished.ToDictionary(record => record.AnalysisId);
        foreach (var (analysisId, waiter) in _waiters)
        {
            if (running.TryGetValue(analysisId, out var record))
            {
                waiter.Tell(record);
            }
            else if (await reader.FindAsync(analysisId, cancellationToken) is { } found)
            {
                waiter.Tell(found);
            }
        }
    }

    private sealed class Waiter(IProgress<AnalysisRecord> progress)
    {
        private AnalysisRecord? _last;

        public TaskCompletionSource<AnalysisRecord> End { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Tell(AnalysisRecord record)
        {
            if (record != _last)
            {
                _last = record;
                progress.Report(record);
            }

            if (record.State is not (AnalysisState.Submitted or AnalysisState.Running))
            {
                End.TrySetResult(record);
            }
        }
    }
}
