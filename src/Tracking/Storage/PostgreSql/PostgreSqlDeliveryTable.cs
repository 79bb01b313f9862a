using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.PostgreSql;

internal sealed class PostgreSqlDeliveryTable(PostgreSqlWrites writes) : IDeliveryTable
{
    private const string Keys = "unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[]";

    private const string IsKey =
        "x.analysis_id = k.a AND x.task_id = k.t AND x.identity = k.i AND x.generation = k.g";

    private const string Find =
        "SELECT d.analysis_id, d.task_id, d.identity, d.generation, d.status "
        + "FROM unnest($1::uuid[], $2::uuid[]) AS k (a, t) "
        + "JOIN deliveries d ON d.analysis_id = k.a AND d.task_id = k.t";

    private const string Add =
        "INSERT INTO deliveries (analysis_id, task_id, identity, generation, status, sent_at, resends, started_at, "
        + $"ended_at, attempts, instance, version, reason, error, refusals) SELECT * FROM {Keys}, $5::int[], "
        + "$6::bigint[], $7::int[], $8::bigint[], $9::bigint[], $10::int[], $11::text[], $12::text[], $13::text[], "
        + "$14::bytea[], $15::bytea[])";

    private const string End =
        "UPDATE deliveries x SET status = k.status, started_at = k.started_at, ended_at = k.ended_at, "
        + "attempts = k.attempts, instance = k.instance, version = k.version, reason = k.reason, error = k.error, "
        + $"refusals = k.refusals FROM {Keys}, $5::int[], $6::bigint[], $7::bigint[], $8::int[], $9::text[], "
        + "$10::text[], $11::text[], $12::bytea[], $13::bytea[]) AS k (a, t, i, g, status, started_at, ended_at, "
        + $"attempts, instance, version, reason, error, refusals) WHERE {IsKey} AND x.status IS NULL";

    private const string LoadParts =
        "SELECT x.analysis_id, x.task_id, x.identity, x.generation, x.parts, x.part, x.body "
        + $"FROM {Keys}) AS k (a, t, i, g) JOIN outcome_parts x ON {IsKey}";

    public async ValueTask<IReadOnlyDictionary<DeliveryKey, DeliveryStatus?>> FindAsync(
        IReadOnlyCollection<TaskKey> tasks)
    {
        var rows = AddFind(tasks);
        await writes.ReadAsync();
        return rows.ToDictionary();
    }

    /// <summary>Asks for the deliveries of these tasks together with what is asked next.</summary>
    internal IReadOnlyList<KeyValuePair<DeliveryKey, DeliveryStatus?>> AddFind(IReadOnlyCollection<TaskKey> tasks) =>
        writes.AddQuery(
            Find,
            query => query.Column(tasks, key => key.AnalysisId).Column(tasks, key => key.TaskId),
            row => KeyValuePair.Create(
                new DeliveryKey(row.GetGuid(0), row.GetGuid(1), row.GetText(2)!, row.GetInt32(3)),
                (DeliveryStatus?)row.GetInt32OrNull(4)));

    public ValueTask AddAsync(IReadOnlyCollection<DeliveryRow> rows)
    {
        if (rows.Count > 0)
        {
            AddKeys(writes.Add(Add), rows)
                .Column(rows, row => (int?)row.Status).Column(rows, row => row.SentAt.UtcTicks)
                .Column(rows, row => row.Resends).Column(rows, row => row.StartedAt)
                .Column(rows, row => row.EndedAt).Column(rows, row => row.Attempts)
                .Column(rows, row => row.Instance).Column(rows, row => row.Version)
                .Column(rows, row => row.Reason).Column(rows, row => row.Error)
                .Column(rows, row => row.Refusals);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask EndAsync(IReadOnlyCollection<DeliveryRow> rows)
    {
        if (rows.Count > 0)
        {
            AddKeys(writes.Add(End), rows)
                .Column(rows, row => (int?)row.Status).Column(rows, row => row.StartedAt)
                .Column(rows, row => row.EndedAt).Column(rows, row => row.Attempts)
                .Column(rows, row => row.Instance).Column(rows, row => row.Version)
                .Column(rows, row => row.Reason).Column(rows, row => row.Error)
                .Column(rows, row => row.Refusals);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> EndOpenAsync(
        Guid analysisId, DeliveryStatus status, string reason, DateTimeOffset endedAt)
    {
        writes.Add(
            "UPDATE deliveries SET status = $2, ended_at = $3, reason = $4 WHERE analysis_id = $1 AND status IS NULL")
            .Value(analysisId).Value((int)status).Value(endedAt).Value(reason);
        return writes.FlushAsync(CancellationToken.None);
    }

    public ValueTask MarkSentAsync(DeliveryKey key, DateTimeOffset sentAt, bool counts)
    {
        writes.Add(
            "UPDATE deliveries SET sent_at = $5, resends = resends + $6 WHERE analysis_id = $1 AND task_id = $2 "
            + "AND identity = $3 AND generation = $4 AND status IS NULL")
            .Value(key.AnalysisId).Value(key.TaskId).Value(key.Identity).Value(key.Generation)
            .Value(sentAt).Value(counts ? 1 : 0);
        return ValueTask.CompletedTask;
    }

    public async ValueTask<IReadOnlyList<OutcomePartRow>> LoadPartsAsync(IReadOnlyCollection<DeliveryKey> keys) =>
        await writes.QueryAsync(
            LoadParts,
            query => AddKeys(query, keys),
            row => new OutcomePartRow
            {
                AnalysisId = row.GetGuid(0),
                TaskId = row.GetGuid(1),
                Identity = row.GetText(2)!,
                Generation = row.GetInt32(3),
                Parts = row.GetInt32(4),
                Part = row.GetInt32(5),
                Body = row.GetBlob(6)!,
            });

    public ValueTask AddPartsAsync(IReadOnlyCollection<OutcomePartRow> rows)
    {
        if (rows.Count > 0)
        {
            writes.Add(
                "INSERT INTO outcome_parts (analysis_id, task_id, identity, generation, parts, part, body) "
                + $"SELECT * FROM {Keys}, $5::int[], $6::int[], $7::bytea[])")
                .Column(rows, row => row.AnalysisId).Column(rows, row => row.TaskId)
                .Column(rows, row => row.Identity).Column(rows, row => row.Generation)
                .Column(rows, row => row.Parts).Column(rows, row => row.Part).Column(rows, row => row.Body);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemovePartsAsync(IReadOnlyCollection<DeliveryKey> keys)
    {
        if (keys.Count > 0)
        {
            AddKeys(writes.Add($"DELETE FROM outcome_parts x USING {Keys}) AS k (a, t, i, g) WHERE {IsKey}"), keys);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemovePartsAsync(IReadOnlyCollection<Guid> analysisIds)
    {
        if (analysisIds.Count > 0)
        {
            writes.Add("DELETE FROM outcome_parts WHERE analysis_id = ANY ($1)").Column(analysisIds, id => id);
        }

        return ValueTask.CompletedTask;
    }

    private static PostgreSqlParameters AddKeys(
        PostgreSqlParameters parameters, IReadOnlyCollection<DeliveryRow> rows) => parameters
        .Column(rows, row => row.AnalysisId).Column(rows, row => row.TaskId)
        .Column(rows, row => row.Identity).Column(rows, row => row.Generation);

    private static PostgreSqlParameters AddKeys(
        PostgreSqlParameters parameters, IReadOnlyCollection<DeliveryKey> keys) => parameters
        .Column(keys, key => key.AnalysisId).Column(keys, key => key.TaskId)
        .Column(keys, key => key.Identity).Column(keys, key => key.Generation);
}
