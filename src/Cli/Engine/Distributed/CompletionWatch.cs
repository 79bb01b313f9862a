using System.Collections.Concurrent;
using System.Data.Common;
using Karton.Contracts.Analyses;
using Karton.Sdk.Servers;
using Karton.Tracking.Reading;
using Microsoft.Extensions.Logging;

namespace Karton.Cli.Engine.Distributed;

/// <summary>Tells those who wait for analyses how they go and when they end. Each looks at its own analysis alone,
/// every second and at once when it has ended: the ledger may hold many that are others'.</summary>
internal sealed partial class CompletionWatch(
    IAnalysisReader reader, TimeProvider time, ILogger<CompletionWatch> logger)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, TaskCompletionSource> _waiters = new();

    /// <summary>Look at this analysis now.</summary>
    public void Wake(Guid analysisId)
    {
        if (_waiters.TryGetValue(analysisId, out var waiter))
        {
            waiter.TrySetResult();
        }
    }

    public async Task<AnalysisRecord> WaitAsync(
        Guid analysisId, IProgress<AnalysisRecord> progress, CancellationToken cancellationToken)
    {
        AnalysisRecord? last = null;
        try
        {
            while (true)
            {
                var wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiters[analysisId] = wake;
                if (await LookAsync(analysisId, cancellationToken) is { } record)
                {
                    if (record != last)
                    {
                        progress.Report(record);
                        last = record;
                    }

                    if (record.State is not (AnalysisState.Submitted or AnalysisState.Running))
                    {
                        return record;
                    }
                }

                await Task.WhenAny(wake.Task, Task.Delay(Interval, time, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
        finally
        {
            _waiters.TryRemove(analysisId, out _);
        }
    }

    // An outage of the database is not the end: the services go on, and the ledger catches up.
    private async Task<AnalysisRecord?> LookAsync(Guid analysisId, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.FindAsync(analysisId, cancellationToken);
        }
        catch (Exception e) when (e is DbException or IOException or TimeoutException or ServerUnavailableException
            && !cancellationToken.IsCancellationRequested)
        {
            CannotLook(e);
            return null;
        }
    }

    [LoggerMessage(5001, LogLevel.Warning, "The ledger cannot be read at the moment; trying again")]
    private partial void CannotLook(Exception failure);
}
