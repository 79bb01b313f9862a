using System.Runtime.CompilerServices;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Reading;

internal sealed class AnalysisReader(ILedgerStore store) : IAnalysisReader
{
    private const int MaxLimit = 10_000;
    private const int PageSize = 100;

    public async Task<AnalysisRecord?> FindAsync(Guid analysisId, CancellationToken cancellationToken) =>
        await store.Queries.FindAnalysisAsync(analysisId, cancellationToken) is { IsKnown: true } row
            ? ToRecord(row)
            : null;

    public async Task<IReadOnlyList<AnalysisRecord>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
        return [.. (await store.Queries.ListAnalysesAsync(limit, cancellationToken)).Select(ToRecord)];
    }

    public async Task<IReadOnlyList<AnalysisRecord>> ListUnfinishedAsync(CancellationToken cancellationToken) =>
        [.. (await store.Queries.ListUnfinishedAsync(cancellationToken)).Select(ToRecord)];

    public async IAsyncEnumerable<TaskRecord> ReadTasksAsync(
        Guid analysisId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // The order needs all tasks, but only their places; the tasks themselves are read a page at a time.
        var places = await store.Queries.ListTasksAsync(analysisId, cancellationToken);
        foreach (var page in TaskOrder.Arrange(places).Chunk(PageSize))
        {
            foreach (var task in await store.Queries.ReadTasksAsync(analysisId, page, cancellationToken))
            {
                yield return ToRecord(task);
            }
        }
    }

    private static AnalysisRecord ToRecord(AnalysisRow row) => new()
    {
        AnalysisId = row.AnalysisId,
        State = row.State,
        Outcome = row.Outcome,
        Counters = row.Counters,
        SubmittedAt = row.SubmittedAt!.Value,
        CompletedAt = row.CompletedAt,
    };

    private static TaskRecord ToRecord(TaskWithDeliveries task) => new()
    {
        Task = LedgerJson.Read<KartonTask>(task.Body),
        SkippedBecause = task.SkippedBecause,
        Deliveries = [.. task.Deliveries.Select(ToRecord)],
    };

    private static DeliveryRecord ToRecord(DeliveryRow row) => new()
    {
        Identity = row.Identity,
        Generation = row.Generation,
        Status = row.Status,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        Attempts = row.Attempts,
        Version = row.Version,
        Reason = row.Reason,
        Error = row.Error is null ? null : LedgerJson.Read<DeliveryError>(row.Error),
        Refusals = row.Refusals is null ? [] : LedgerJson.Read<List<Refusal>>(row.Refusals),
    };
}
