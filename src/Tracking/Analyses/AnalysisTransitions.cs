using Karton.Contracts.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Analyses;

/// <summary>Stores the transitions of analyses: the new state, what was published and what was stopped, all in one
/// transaction of the ledger's writer.</summary>
internal sealed class AnalysisTransitions(LedgerWriter writer, TimeProvider time, ILogger<AnalysisTransitions> logger)
{
    /// <summary>Returns <see langword="false"/> when the analysis is no longer as it was read, so that nothing was
    /// stored.</summary>
    internal async Task<bool> StoreAsync(AnalysisInstance instance, CancellationToken cancellationToken)
    {
        if (!instance.HasChanged)
        {
            return true;
        }

        var stored = await writer.ChangeAsync(
            async transaction => await StoreAsync(transaction, instance), cancellationToken);
        if (stored is not null && stored.State != instance.Row.State)
        {
            logger.AnalysisMoved(stored, stored.State);
        }

        return stored is not null;
    }

    private async ValueTask<AnalysisRow?> StoreAsync(ILedgerTransaction transaction, AnalysisInstance instance)
    {
        var loaded = await transaction.Analyses.LoadAsync([instance.CorrelationId]);
        var row = loaded is [var found] ? found : new AnalysisRow { AnalysisId = instance.CorrelationId };
        if (row.SagaVersion != instance.Row.SagaVersion
            || (instance.ReliesOnCounters && row.Revision != instance.Row.Revision))
        {
            return null;
        }

        instance.ApplyTo(row);
        await StopAsync(transaction, instance, row);
        if (row.CompletedAt is not null)
        {
            await transaction.Analyses.RemoveDeadlinesAsync([row.AnalysisId]);
            await transaction.Deliveries.RemovePartsAsync([row.AnalysisId]);
        }

        await transaction.Analyses.SaveAsync([row]);
        if (instance.Completed is { } completed)
        {
            await transaction.Outbox.AddAsync([OutboxMessages.ToRow(new AnalysesCompleted { Analyses = [completed] })]);
        }

        return row;
    }

    private async ValueTask StopAsync(ILedgerTransaction transaction, AnalysisInstance instance, AnalysisRow row)
    {
        if (instance.StopsAs is not { } status)
        {
            return;
        }

        var now = time.GetUtcNow();
        var stopped = await transaction.Deliveries.EndOpenAsync(row.AnalysisId, status, instance.StopReason, now);
        row.Ended += stopped;
        row.Undone += stopped;
        row.LastEndedAt = now;
        row.Revision++;
        await transaction.Analyses.RemoveDeadlinesAsync([row.AnalysisId]);
        await transaction.Outbox.AddAsync(
            [OutboxMessages.ToRow(new AnalysisStopped { AnalysisId = row.AnalysisId, State = row.State })]);
        if (row.IsDrained)
        {
            await transaction.Outbox.AddAsync(
                [OutboxMessages.ToRow(new AnalysisDrained { AnalysisId = row.AnalysisId })]);
        }
    }
}
