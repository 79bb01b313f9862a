using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Analyses;

/// <summary>Tells the state machine of analyses whose deadline has passed.</summary>
internal sealed class DeadlineWatch(
    ILedgerStore store,
    LedgerWriter writer,
    TimeProvider time,
    IOptions<TrackingOptions> options)
{
    private const int MaxBatch = 100;

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.DeadlineInterval, time);
        do
        {
            await AnnounceAsync(cancellationToken);
        }
        while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    /// <summary>Announces what is overdue now; returns how many analyses that are.</summary>
    internal async Task<int> AnnounceAsync(CancellationToken cancellationToken)
    {
        var overdue = await store.Queries.ListOverdueAsync(time.GetUtcNow(), MaxBatch, cancellationToken);
        if (overdue.Count > 0)
        {
            await writer.ChangeAsync(
                async transaction =>
                {
                    await transaction.Analyses.RemoveDeadlinesAsync(overdue);
                    await transaction.Outbox.AddAsync([.. overdue.Select(ToRow)]);
                },
                cancellationToken);
        }

        return overdue.Count;
    }

    private static OutboxRow ToRow(Guid analysisId) =>
        OutboxMessages.ToRow(new AnalysisOverdue { AnalysisId = analysisId });
}
