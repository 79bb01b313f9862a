using System.Collections.Concurrent;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;
using Microsoft.Data.Sqlite;

namespace Karton.Tracking.Storage.Sqlite;

/// <summary>Reads with connections of its own; in WAL mode a reader and the writer do not wait for each
/// other.</summary>
internal sealed class SqliteLedgerQueries(string path) : ILedgerQueries, IDisposable
{
    private const int MaxIdleSessions = 4;
    private const int MaxSteps = 1000;

    private readonly ConcurrentBag<SqliteSession> _idle = [];
    private volatile bool _isDisposed;

    public Task<AnalysisRow?> FindAnalysisAsync(Guid analysisId, CancellationToken cancellationToken) => ReadAsync(
        session => ReadRows(
            session[$"SELECT {SqliteAnalysisTable.Columns} FROM analyses WHERE analysis_id = ?1"].Bind(1, analysisId),
            SqliteAnalysisTable.Read).SingleOrDefault(),
        cancellationToken);

    public Task<IReadOnlyList<AnalysisRow>> ListAnalysesAsync(int limit, CancellationToken cancellationToken) =>
        ListAsync(
            $"SELECT {SqliteAnalysisTable.Columns} FROM analyses WHERE is_known = 1 "
            + "ORDER BY submitted_at DESC, analysis_id DESC LIMIT ?1",
            statement => statement.Bind(1, (long)limit),
            SqliteAnalysisTable.Read,
            cancellationToken);

    public Task<IReadOnlyList<AnalysisRow>> ListUnfinishedAsync(CancellationToken cancellationToken) => ListAsync(
        $"SELECT {SqliteAnalysisTable.Columns} FROM analyses WHERE completed_at IS NULL AND is_known = 1 "
        + "ORDER BY submitted_at, analysis_id",
        statement => statement,
        SqliteAnalysisTable.Read,
        cancellationToken);

    public Task<IReadOnlyList<Guid>> ListDrainedAsync(CancellationToken cancellationToken) => ListAsync(
        "SELECT analysis_id FROM analyses WHERE completed_at IS NULL AND is_known = 1 AND declared = ended",
        statement => statement,
        row => row.GetGuid(0),
        cancellationToken);

    public Task<IReadOnlyList<TaskPlace>> ListTasksAsync(Guid analysisId, CancellationToken cancellationToken) =>
        ListAsync(
            "SELECT task_id, parent_id, origin, generation, ordinal FROM tasks WHERE analysis_id = ?1",
            statement => statement.Bind(1, analysisId),
            row => new TaskPlace(
                row.GetGuid(0), row.GetGuidOrNull(1), row.GetText(2), row.GetInt32(3), row.GetInt64(4)),
            cancellationToken);

    public Task<IReadOnlyList<TaskChild>> ListChildrenAsync(
        Guid analysisId, IReadOnlyList<Guid> parents, int limit, CancellationToken cancellationToken) =>
        ReadSnapshotAsync(
            session => parents.SelectMany(parent => ReadRows(
                session[
                    "SELECT task_id FROM tasks WHERE analysis_id = ?1 AND parent_id = ?2 "
                    + "ORDER BY origin, generation, ordinal, task_id LIMIT ?3"]
                    .Bind(1, analysisId).Bind(2, parent).Bind(3, (long)limit),
                row => new TaskChild(parent, row.GetGuid(0)))),
            cancellationToken);

    public Task<IReadOnlyList<Guid>> ListFollowingAsync(
        Guid analysisId, Guid taskId, int limit, CancellationToken cancellationToken) => ReadSnapshotAsync(
            session => ListFollowing(session, analysisId, taskId, limit).Take(limit), cancellationToken);

    public Task<IReadOnlyList<byte[]>> ReadRootsAsync(
        IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken) => ReadSnapshotAsync(
            session => analysisIds.SelectMany(analysisId => ReadRows(
                session["SELECT body FROM tasks WHERE analysis_id = ?1 AND task_id = ?1"].Bind(1, analysisId),
                row => row.GetBlob(0)!)),
            cancellationToken);

    public Task<IReadOnlyList<TaskWithDeliveries>> ReadTasksAsync(
        Guid analysisId, IReadOnlyList<Guid> taskIds, CancellationToken cancellationToken) =>
        ReadSnapshotAsync(
            session => taskIds.SelectMany(taskId => ReadTask(session, analysisId, taskId)), cancellationToken);

    public Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(int limit, CancellationToken cancellationToken) => ListAsync(
        "SELECT sequence, message_id, kind, body FROM outbox ORDER BY sequence LIMIT ?1",
        statement => statement.Bind(1, (long)limit),
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
            "SELECT analysis_id FROM deadlines WHERE due_at <= ?1 ORDER BY due_at LIMIT ?2",
            statement => statement.Bind(1, now).Bind(2, (long)limit),
            row => row.GetGuid(0),
            cancellationToken);

    public Task<IReadOnlyList<ServiceRow>> ListServicesAsync(CancellationToken cancellationToken) => ListAsync(
        $"SELECT {SqliteServiceTable.Columns} FROM services ORDER BY identity",
        statement => statement,
        SqliteServiceTable.Read,
        cancellationToken);

    public Task<IReadOnlyList<InstanceRow>> ListInstancesAsync(CancellationToken cancellationToken) => ListAsync(
        $"SELECT {SqliteServiceTable.InstanceColumns} FROM instances",
        statement => statement,
        SqliteServiceTable.ReadInstance,
        cancellationToken);

    public Task<IReadOnlyList<string>> ListAwaitedServicesAsync(CancellationToken cancellationToken) => ReadAsync(
        session =>
        {
            // From one identity to the next by the index: as many steps as there are services, not deliveries.
            var identities = new List<string>();
            var next = session[
                "SELECT identity FROM deliveries WHERE status IS NULL AND identity > ?1 ORDER BY identity LIMIT 1"];
            for (var last = ""; ReadRows(next.Bind(1, last), row => row.GetText(0)!) is [var identity]; last = identity)
            {
                identities.Add(identity);
            }

            return (IReadOnlyList<string>)identities;
        },
        cancellationToken);

    public Task<IReadOnlyList<OpenDelivery>> ListOpenAsync(
        string identity, DateTimeOffset sentBefore, int limit, CancellationToken cancellationToken) => ListAsync(
            "SELECT d.analysis_id, d.task_id, d.generation, d.resends, t.body FROM deliveries d "
            + "LEFT JOIN tasks t ON t.analysis_id = d.analysis_id AND t.task_id = d.task_id "
            + "WHERE d.status IS NULL AND d.identity = ?1 AND d.sent_at < ?2 ORDER BY d.sent_at LIMIT ?3",
            statement => statement.Bind(1, identity).Bind(2, sentBefore).Bind(3, (long)limit),
            row => new OpenDelivery(
                new DeliveryKey(row.GetGuid(0), row.GetGuid(1), identity, row.GetInt32(2)),
                row.GetInt32(3),
                row.GetBlob(4)),
            cancellationToken);

    public Task<IReadOnlyList<WaitingDelivery>> ListWaitingAsync(
        Guid analysisId, int limit, CancellationToken cancellationToken) => ListAsync(
            "SELECT task_id, identity, generation, sent_at, resends FROM deliveries WHERE analysis_id = ?1 "
            + "AND status IS NULL ORDER BY sent_at, task_id, identity, generation LIMIT ?2",
            statement => statement.Bind(1, analysisId).Bind(2, (long)limit),
            row => new WaitingDelivery(
                row.GetGuid(0), row.GetText(1)!, row.GetInt32(2), row.GetTime(3), row.GetInt32(4)),
            cancellationToken);

    public Task<IReadOnlyList<OpenCount>> CountOpenAsync(CancellationToken cancellationToken) => ListAsync(
        "SELECT identity, COUNT(*), MIN(sent_at) FROM deliveries WHERE status IS NULL GROUP BY identity "
        + "ORDER BY identity",
        statement => statement,
        row => new OpenCount(row.GetText(0)!, row.GetInt32(1), row.GetTime(2)),
        cancellationToken);

    public void Dispose()
    {
        _isDisposed = true;
        while (_idle.TryTake(out var session))
        {
            session.Dispose();
        }
    }

    private static List<TaskWithDeliveries> ReadTask(SqliteSession session, Guid analysisId, Guid taskId)
    {
        var deliveries = session[
            "SELECT identity, generation, status, sent_at, resends, started_at, ended_at, attempts, instance, version, "
            + "reason, error, refusals FROM deliveries WHERE analysis_id = ?1 AND task_id = ?2 "
            + "ORDER BY identity, generation"].Bind(1, analysisId).Bind(2, taskId);
        var deliveryRows = ReadRows(deliveries, row => ReadDelivery(row, analysisId, taskId));
        var task = session["SELECT body, skipped_because FROM tasks WHERE analysis_id = ?1 AND task_id = ?2"]
            .Bind(1, analysisId).Bind(2, taskId);
        return ReadRows(task, row => new TaskWithDeliveries(row.GetBlob(0)!, row.GetText(1), deliveryRows));
    }

    private static DeliveryRow ReadDelivery(SqliteStatement row, Guid analysisId, Guid taskId) => new()
    {
        AnalysisId = analysisId,
        TaskId = taskId,
        Identity = row.GetText(0)!,
        Generation = row.GetInt32(1),
        Status = row.IsNull(2) ? null : (DeliveryStatus)row.GetInt32(2),
        SentAt = row.GetTime(3),
        Resends = row.GetInt32(4),
        StartedAt = row.GetTimeOrNull(5),
        EndedAt = row.GetTimeOrNull(6),
        Attempts = row.GetInt32(7),
        Instance = row.GetText(8),
        Version = row.GetText(9),
        Reason = row.GetText(10),
        Error = row.GetBlob(11),
        Refusals = row.GetBlob(12),
    };

    private static List<T> ReadRows<T>(SqliteStatement statement, Func<SqliteStatement, T> read)
    {
        var rows = new List<T>();
        while (statement.Step())
        {
            rows.Add(read(statement));
        }

        return rows;
    }

    private static IEnumerable<Guid> ListFollowing(SqliteSession session, Guid analysisId, Guid taskId, int limit)
    {
        // Up to the root, whose parent is null; the number of steps is limited, as the parents are what services say.
        for (var step = 0; step < MaxSteps; step++)
        {
            var siblings = session[
                "SELECT t.task_id FROM tasks p JOIN tasks t ON t.analysis_id = ?1 AND t.parent_id = p.parent_id "
                + "WHERE p.analysis_id = ?1 AND p.task_id = ?2 AND (t.origin, t.generation, t.ordinal, t.task_id) > "
                + "(p.origin, p.generation, p.ordinal, p.task_id) "
                + "ORDER BY t.origin, t.generation, t.ordinal, t.task_id LIMIT ?3"]
                .Bind(1, analysisId).Bind(2, taskId).Bind(3, (long)limit);
            foreach (var sibling in ReadRows(siblings, row => row.GetGuid(0)))
            {
                yield return sibling;
            }

            var parent = session["SELECT parent_id FROM tasks WHERE analysis_id = ?1 AND task_id = ?2"]
                .Bind(1, analysisId).Bind(2, taskId);
            if (ReadRows(parent, row => row.GetGuidOrNull(0)) is not [{ } parentId])
            {
                yield break;
            }

            taskId = parentId;
        }
    }

    private Task<IReadOnlyList<T>> ListAsync<T>(
        string sql,
        Func<SqliteStatement, SqliteStatement> bind,
        Func<SqliteStatement, T> read,
        CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(session => ReadRows(bind(session[sql]), read), cancellationToken);

    // All of it is of one time.
    private Task<IReadOnlyList<T>> ReadSnapshotAsync<T>(
        Func<SqliteSession, IEnumerable<T>> read, CancellationToken cancellationToken) =>
        ReadAsync<IReadOnlyList<T>>(
            session =>
            {
                session["BEGIN"].Run();
                try
                {
                    return [.. read(session)];
                }
                finally
                {
                    session["COMMIT"].Run();
                }
            },
            cancellationToken);

    private Task<T> ReadAsync<T>(Func<SqliteSession, T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_idle.TryTake(out var session))
        {
            session = SqliteSession.Open(path, SqliteOpenMode.ReadOnly);
            session.Execute("PRAGMA busy_timeout = 5000");
        }

        T result;
        try
        {
            result = read(session);
        }
        catch
        {
            // Not kept: its statement may stand in the middle of its rows.
            session.Dispose();
            throw;
        }

        Keep(session);
        return Task.FromResult(result);
    }

    private void Keep(SqliteSession session)
    {
        if (_idle.Count < MaxIdleSessions)
        {
            _idle.Add(session);
        }
        else
        {
            session.Dispose();
        }

        if (_isDisposed)
        {
            Dispose();
        }
    }
}
