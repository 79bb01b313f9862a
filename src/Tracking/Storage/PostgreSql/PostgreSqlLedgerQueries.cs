using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>Reads on connections of its own. Every call is one statement and so sees one committed state.</summary>
internal sealed class PostgreSqlLedgerQueries(NpgsqlDataSource pool) : ILedgerQueries
{
    // Tasks and their deliveries in one statement, so that both are of one time.
    private const string ReadTasks =
        "SELECT k.place, t.body, t.skipped_because, d.identity, d.generation, d.status, d.sent_at, d.resends, "
        + "d.started_at, d.ended_at, d.attempts, d.instance, d.version, d.reason, d.error, d.refusals "
        + "FROM unnest($2::uuid[]) WITH ORDINALITY AS k (id, place) "
        + "JOIN tasks t ON t.analysis_id = $1 AND t.task_id = k.id "
        + "LEFT JOIN deliveries d ON d.analysis_id = $1 AND d.task_id = k.id "
        + "ORDER BY k.place, d.identity, d.generation";

    // The order of siblings is that of the index, from one parent to the next.
    private const string ListChildren =
        "SELECT k.id, c.task_id FROM unnest($2::uuid[]) WITH ORDINALITY AS k (id, place) CROSS JOIN LATERAL ("
        + "SELECT t.task_id, t.origin, t.generation, t.ordinal FROM tasks t "
        + "WHERE t.analysis_id = $1 AND t.parent_id = k.id "
        + $"ORDER BY {Siblings} LIMIT $3) AS c ORDER BY k.place, c.origin, c.generation, c.ordinal, c.task_id";

    // Up to the root, whose parent is null; the number of steps is limited, as the parents are what services say.
    private const string ListFollowing =
        "WITH RECURSIVE path (task_id, parent_id, origin, generation, ordinal, place) AS ("
        + "SELECT task_id, parent_id, origin, generation, ordinal, 0 FROM tasks "
        + "WHERE analysis_id = $1 AND task_id = $2 UNION ALL "
        + "SELECT t.task_id, t.parent_id, t.origin, t.generation, t.ordinal, p.place + 1 FROM path p "
        + "JOIN tasks t ON t.analysis_id = $1 AND t.task_id = p.parent_id WHERE p.place < 1000) "
        + "SELECT c.task_id FROM path p CROSS JOIN LATERAL ("
        + "SELECT t.task_id, t.origin, t.generation, t.ordinal FROM tasks t "
        + "WHERE t.analysis_id = $1 AND t.parent_id = p.parent_id AND "
        + "(t.origin, t.generation, t.ordinal, t.task_id) > (p.origin, p.generation, p.ordinal, p.task_id) "
        + $"ORDER BY {Siblings} LIMIT $3) AS c ORDER BY p.place, c.origin, c.generation, c.ordinal, c.task_id LIMIT $3";

    private const string Siblings = "t.origin, t.generation, t.ordinal, t.task_id";

    // From one identity to the next by the index: as many steps as there are services, not deliveries.
    private const string ListAwaited =
        "WITH RECURSIVE awaited (identity) AS ("
        + "(SELECT identity FROM deliveries WHERE status IS NULL ORDER BY identity LIMIT 1) UNION ALL "
        + "SELECT (SELECT d.identity FROM deliveries d WHERE d.status IS NULL AND d.identity > a.identity "
        + "ORDER BY d.identity LIMIT 1) FROM awaited a WHERE a.identity IS NOT NULL) "
        + "SELECT identity FROM awaited WHERE identity IS NOT NULL";

    public async Task<AnalysisRow?> FindAnalysisAsync(Guid analysisId, CancellationToken cancellationToken) =>
        (await ListAsync(
            $"SELECT {PostgreSqlAnalysisTable.Columns} FROM analyses WHERE analysis_id = $1",
            query => query.Value(analysisId),
            PostgreSqlAnalysisTable.Read,
            cancellationToken)).SingleOrDefault();

    public Task<IReadOnlyList<AnalysisRow>> ListAnalysesAsync(int limit, CancellationToken cancellationToken) =>
        ListAsync(
            $"SELECT {PostgreSqlAnalysisTable.Columns} FROM analyses WHERE is_known "
            + "ORDER BY submitted_at DESC, analysis_id DESC LIMIT $1",
            query => query.Value(limit),
            PostgreSqlAnalysisTable.Read,
            cancellationToken);

    public Task<IReadOnlyList<AnalysisRow>> ListUnfinishedAsync(CancellationToken cancellationToken) => ListAsync(
        $"SELECT {PostgreSqlAnalysisTable.Columns} FROM analyses WHERE completed_at IS NULL AND is_known "
        + "ORDER BY submitted_at, analysis_id",
        static _ => { },
        PostgreSqlAnalysisTable.Read,
        cancellationToken);

    public Task<IReadOnlyList<Guid>> ListDrainedAsync(CancellationToken cancellationToken) => ListAsync(
        "SELECT analysis_id FROM analyses WHERE completed_at IS NULL AND is_known AND declared = ended",
        static _ => { },
        row => row.GetGuid(0),
        cancellationToken);

    public Task<IReadOnlyList<TaskPlace>> ListTasksAsync(Guid analysisId, CancellationToken cancellationToken) =>
        ListAsync(
            "SELECT task_id, parent_id, origin, generation, ordinal FROM tasks WHERE analysis_id = $1",
            query => query.Value(analysisId),
            row => new TaskPlace(
                row.GetGuid(0), row.GetGuidOrNull(1), row.GetText(2), row.GetInt32(3), row.GetInt64(4)),
            cancellationToken);

    public Task<IReadOnlyList<TaskChild>> ListChildrenAsync(
        Guid analysisId, IReadOnlyList<Guid> parents, int limit, CancellationToken cancellationToken) => ListAsync(
            ListChildren,
            query => query.Value(analysisId).Column(parents, id => id).Value(limit),
            row => new TaskChild(row.GetGuid(0), row.GetGuid(1)),
            cancellationToken);

    public Task<IReadOnlyList<Guid>> ListFollowingAsync(
        Guid analysisId, Guid taskId, int limit, CancellationToken cancellationToken) => ListAsync(
            ListFollowing,
            query => query.Value(analysisId).Value(taskId).Value(limit),
            row => row.GetGuid(0),
            cancellationToken);

    public Task<IReadOnlyList<byte[]>> ReadRootsAsync(
        IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken) => ListAsync(
            "SELECT t.body FROM unnest($1::uuid[]) AS k (id) JOIN tasks t ON t.analysis_id = k.id AND t.task_id = k.id",
            query => query.Column(analysisIds, id => id),
            row => row.GetBlob(0)!,
            cancellationToken);

    public async Task<IReadOnlyList<TaskWithDeliveries>> ReadTasksAsync(
        Guid analysisId, IReadOnlyList<Guid> taskIds, CancellationToken cancellationToken)
    {
        var rows = await ListAsync(
            ReadTasks,
            query => query.Value(analysisId).Column(taskIds, id => id),
            row =>
            {
                var place = row.GetInt64(0);
                var delivery = row.IsDBNull(3) ? null : ReadDelivery(row, analysisId, taskIds[(int)place - 1]);
                return (Place: place, Body: row.GetBlob(1)!, SkippedBecause: row.GetText(2), Delivery: delivery);
            },
            cancellationToken);
        return
        [
            .. rows.GroupBy(row => row.Place).Select(group => new TaskWithDeliveries(
                group.First().Body,
                group.First().SkippedBecause,
                [.. group.Select(row => row.Delivery).OfType<DeliveryRow>()])),
        ];
    }

    public Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(int limit, CancellationToken cancellationToken) => ListAsync(
        "SELECT sequence, message_id, kind, body FROM outbox ORDER BY sequence LIMIT $1",
        query => query.Value(limit),
        row => new OutboxRow
        {
            Sequence = row.GetInt64(0),
            MessageId = row.GetGuid(1),
            Kind = row.GetText(2)!,
            Body = row.GetBlob(3)!,
        },
        cancellationToken);

    public Task<IReadOnlyList<Guid>> ListOverdueAsync(
        DateTimeOffset now, int limit, CancellationToken cancellationToken) => ListAsync(
            "SELECT analysis_id FROM deadlines WHERE due_at <= $1 ORDER BY due_at LIMIT $2",
            query => query.Value(now).Value(limit),
            row => row.GetGuid(0),
            cancellationToken);

    public Task<IReadOnlyList<ServiceRow>> ListServicesAsync(CancellationToken cancellationToken) => ListAsync(
        $"SELECT {PostgreSqlServiceTable.Columns} FROM services ORDER BY identity",
        static _ => { },
        row => PostgreSqlServiceTable.Read(row),
        cancellationToken);

    public Task<IReadOnlyList<InstanceRow>> ListInstancesAsync(CancellationToken cancellationToken) => ListAsync(
        $"SELECT {PostgreSqlServiceTable.InstanceColumns} FROM instances",
        static _ => { },
        PostgreSqlServiceTable.ReadInstance,
        cancellationToken);

    public Task<IReadOnlyList<string>> ListAwaitedServicesAsync(CancellationToken cancellationToken) =>
        ListAsync(ListAwaited, static _ => { }, row => row.GetText(0)!, cancellationToken);

    public Task<IReadOnlyList<OpenDelivery>> ListOpenAsync(
        string identity, DateTimeOffset sentBefore, int limit, CancellationToken cancellationToken) => ListAsync(
            "SELECT d.analysis_id, d.task_id, d.generation, d.resends, t.body FROM deliveries d "
            + "LEFT JOIN tasks t ON t.analysis_id = d.analysis_id AND t.task_id = d.task_id "
            + "WHERE d.status IS NULL AND d.identity = $1 AND d.sent_at < $2 ORDER BY d.sent_at LIMIT $3",
            query => query.Value(identity).Value(sentBefore).Value(limit),
            row => new OpenDelivery(
                new DeliveryKey(row.GetGuid(0), row.GetGuid(1), identity, row.GetInt32(2)),
                row.GetInt32(3),
                row.GetBlob(4)),
            cancellationToken);

    public Task<IReadOnlyList<WaitingDelivery>> ListWaitingAsync(
        Guid analysisId, int limit, CancellationToken cancellationToken) => ListAsync(
            "SELECT task_id, identity, generation, sent_at, resends FROM deliveries WHERE analysis_id = $1 "
            + "AND status IS NULL ORDER BY sent_at, task_id, identity, generation LIMIT $2",
            query => query.Value(analysisId).Value(limit),
            row => new WaitingDelivery(
                row.GetGuid(0), row.GetText(1)!, row.GetInt32(2), row.GetTime(3), row.GetInt32(4)),
            cancellationToken);

    public Task<IReadOnlyList<OpenCount>> CountOpenAsync(CancellationToken cancellationToken) => ListAsync(
        "SELECT identity, count(*)::int, min(sent_at) FROM deliveries WHERE status IS NULL GROUP BY identity "
        + "ORDER BY identity",
        static _ => { },
        row => new OpenCount(row.GetText(0)!, row.GetInt32(1), row.GetTime(2)),
        cancellationToken);

    private static DeliveryRow ReadDelivery(NpgsqlDataReader row, Guid analysisId, Guid taskId) => new()
    {
        AnalysisId = analysisId,
        TaskId = taskId,
        Identity = row.GetText(3)!,
        Generation = row.GetInt32(4),
        Status = (DeliveryStatus?)row.GetInt32OrNull(5),
        SentAt = row.GetTime(6),
        Resends = row.GetInt32(7),
        StartedAt = row.GetTimeOrNull(8),
        EndedAt = row.GetTimeOrNull(9),
        Attempts = row.GetInt32(10),
        Instance = row.GetText(11),
        Version = row.GetText(12),
        Reason = row.GetText(13),
        Error = row.GetBlob(14),
        Refusals = row.GetBlob(15),
    };

    private async Task<IReadOnlyList<T>> ListAsync<T>(
        string sql,
        Action<PostgreSqlParameters> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        try
        {
            return await ListOnceAsync(sql, bind, read, cancellationToken);
        }
        catch (NpgsqlException e) when (PostgreSqlFaults.IsTransient(e))
        {
            // After a restart of the server every connection in the pool is cut, and each would fail once.
            pool.Clear();
            return await ListOnceAsync(sql, bind, read, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<T>> ListOnceAsync<T>(
        string sql,
        Action<PostgreSqlParameters> bind,
        Func<NpgsqlDataReader, T> read,
        CancellationToken cancellationToken)
    {
        await using var command = pool.CreateCommand(sql);
        bind(new PostgreSqlParameters(command.Parameters));
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
