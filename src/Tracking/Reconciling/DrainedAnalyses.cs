using Karton.Tracking.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Storage;

namespace Karton.Tracking.Reconciling;

/// <summary>Announces again that an analysis is drained when its end does not come: the message was lost with a process
/// or a queue.</summary>
internal sealed class DrainedAnalyses(ILedgerStore store, LedgerWriter writer, ReconcilerMetrics metrics)
{
    internal async Task<IReadOnlyCollection<Guid>> ListAsync(CancellationToken cancellationToken) =>
        await store.Queries.ListDrainedAsync(cancellationToken);

    internal async Task AnnounceAsync(IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken)
    {
        if (analysisIds.Count == 0)
        {
            return;
        }

        await writer.ChangeAsync(
            transaction => transaction.Outbox.AddAsync(
                [.. analysisIds.Select(id => OutboxMessages.ToRow(new AnalysisDrained { AnalysisId = id }))]),
            cancellationToken);
        metrics.AddReannounced(analysisIds.Count);
    }
}
