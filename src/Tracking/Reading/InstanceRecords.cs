using Karton.Contracts.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Reading;

/// <summary>Reads instances as of a time.</summary>
internal static class InstanceRecords
{
    internal static InstanceRecord ToRecord(InstanceRow row, DateTimeOffset now, TimeSpan silentAfter) => new()
    {
        Instance = row.Instance,
        Version = row.Version,
        StartedAt = row.StartedAt,
        HeardAgo = Since(row.ReceivedAt, now),
        IsAlive = row.ReceivedAt >= now - silentAfter,
        Concurrency = row.Concurrency,
        InWork = [.. LedgerJson.Read<List<DeliveryInWork>>(row.InWork)
            .OrderBy(delivery => delivery.StartedAt)
            .Select(delivery => new InWorkRecord
            {
                AnalysisId = delivery.AnalysisId,
                TaskId = delivery.TaskId,
                For = Since(delivery.StartedAt, now),
            })],
    };

    // The clock of the process that took the heartbeat may be a little ahead.
    private static TimeSpan Since(DateTimeOffset time, DateTimeOffset now) =>
        time < now ? now - time : TimeSpan.Zero;
}
