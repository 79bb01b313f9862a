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
    internal async Task<bool> StoreAsync(
        AnalysisInstance instance, IReadOnlyCollection<OutboxRow> published, CancellationToken cancellationToken)
    {
        var state = Enum.Parse<AnalysisState>(instance.CurrentState!);
        if (state == instance.Row.State && instance.CompletedAt == instance.Row.CompletedAt && published.Count == 0)
        {
            return true;
        }

        var stored = await writer.ChangeAsync(
            async transaction => await StoreAsync(transaction, instance, state, published), cancellationToken);
        if (stored is not null && state != instance.Row.State)
        {
            logger.AnalysisMoved(stored);
        }

        return stored is not null;
    }

    private async ValueTask<AnalysisRow?> StoreAsync(
        ILedgerTransaction transaction,
        AnalysisInstance instance,
        AnalysisState state,
        IReadOnlyCollection<OutboxRow> published)
    {
        var loaded = await transaction.Analyses.LoadAsync([instance.CorrelationId]);
        var row = loaded is [var found] ? found : new AnalysisRow { AnalysisId = instance.CorrelationId };
        if (row.SagaVersion != instance.Row.SagaVersion
            || (instance.ReliesOnCounters && row.Revision != instance.Row.Revision))
        {
            return null;
        }

        row.State = state;
        row.Outcome = instance.Outcome;
        row.CompletedAt = instance.CompletedAt;
        row.SagaVersion++;
        await StopAsync(transaction, instance, row);
        if (row.CompletedAt is not null)
        {
            await transaction.Analyses.RemoveDeadlineAsync(row.AnalysisId);
            await transaction.Deliveries.RemovePartsAsync(row.AnalysisId);
        }

        await transaction.Analyses.SaveAsync([row]);
        await transaction.Outbox.AddAsync(published);
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
        await transaction.Analyses.RemoveDeadlineAsync(row.AnalysisId);
        if (row.IsDrained)
        {
            await transaction.Outbox.AddAsync(
                [OutboxMessages.ToRow(new AnalysisDrained { AnalysisId = row.AnalysisId })]);
        }
    }
}
