using System.Runtime.CompilerServices;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reading;

internal sealed class AnalysisReader(ILedgerStore store, TimeProvider time, IOptions<TrackingOptions> options)
    : IAnalysisReader
{
    private const int MaxLimit = 10_000;
    private const int MaxPage = 1_000;
    private const int PageSize = 100;

    public async Task<AnalysisRecord?> FindAsync(Guid analysisId, CancellationToken cancellationToken) =>
        await store.Queries.FindAnalysisAsync(analysisId, cancellationToken) is { IsKnown: true } row
            ? ToRecord(row)
            : null;

    public async Task<IReadOnlyList<AnalysisRecord>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
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

    public async Task<IReadOnlyList<TaskRecord>> ReadPageAsync(
        Guid analysisId, Guid? after, int limit, CancellationToken cancellationToken)
    {
        CheckPage(limit);
        var taskIds = await new TaskPages(store.Queries, analysisId).ListAsync(after, limit, cancellationToken);
        return taskIds.Count == 0
            ? []
            : [.. (await store.Queries.ReadTasksAsync(analysisId, taskIds, cancellationToken)).Select(ToRecord)];
    }

    public async Task<IReadOnlyList<KartonTask>> ReadRootsAsync(
        IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken)
    {
        CheckPage(Math.Max(1, analysisIds.Count));
        return
        [
            .. (await store.Queries.ReadRootsAsync(analysisIds, cancellationToken))
                .Select(body => LedgerJson.Read<KartonTask>(body)),
        ];
    }

    public async Task<AnalysisExplanation?> ExplainAsync(
        Guid analysisId, int limit, CancellationToken cancellationToken)
    {
        CheckLimit(limit);
        if (await store.Queries.FindAnalysisAsync(analysisId, cancellationToken) is not { IsKnown: true } row)
        {
            return null;
        }

        if (row.Open == 0)
        {
            // Of an analysis that has ended, all deliveries would be looked through to find none.
            return new AnalysisExplanation { Analysis = ToRecord(row), Open = 0 };
        }

        var now = time.GetUtcNow();
        var waiting = await store.Queries.ListWaitingAsync(analysisId, limit, cancellationToken);
        var services = (await store.Queries.ListServicesAsync(cancellationToken))
            .Select(service => service.Identity)
            .ToHashSet();
        var instances = (await store.Queries.ListInstancesAsync(cancellationToken))
            .ToLookup(one => one.Identity, one => InstanceRecords.ToRecord(one, now, options.Value.SilentAfter));
        return new AnalysisExplanation
        {
            Analysis = ToRecord(row),
            Open = row.Open,
            Deliveries = [.. waiting.Select(one =>
                ToRecord(one, [.. instances[one.Identity].Where(instance => instance.IsAlive)]) with
                {
                    IsRegistered = services.Contains(one.Identity),
                })],
        };
    }

    private static void CheckPage(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxPage);
    }

    private static void CheckLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxLimit);
    }

    private static OpenDeliveryRecord ToRecord(WaitingDelivery delivery, List<InstanceRecord> live)
    {
        var (instance, work) = live
            .SelectMany(one => one.InWork, (one, inWork) => (one.Instance, InWork: inWork))
            .FirstOrDefault(one => one.InWork.TaskId == delivery.TaskId);
        return new OpenDeliveryRecord
        {
            TaskId = delivery.TaskId,
            Identity = delivery.Identity,
            Generation = delivery.Generation,
            SentAt = delivery.SentAt,
            Resends = delivery.Resends,
            Instance = instance,
            InWorkFor = work?.For,
            LiveInstances = live.Count,
        };
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
