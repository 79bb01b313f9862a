using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.Sqlite;

internal sealed class SqliteDeliveryTable(SqliteSession session) : IDeliveryTable
{
    private const string ByKey = "analysis_id = ?1 AND task_id = ?2 AND identity = ?3 AND generation = ?4";

    private readonly SqliteStatement _find = session[
        "SELECT identity, generation, status FROM deliveries WHERE analysis_id = ?1 AND task_id = ?2"];

    private readonly SqliteStatement _add = session[
        "INSERT INTO deliveries (analysis_id, task_id, identity, generation, status, sent_at, resends, started_at, "
        + "ended_at, attempts, instance, version, reason, error, refusals) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"];

    private readonly SqliteStatement _end = session[
        "UPDATE deliveries SET status = ?5, started_at = ?6, ended_at = ?7, attempts = ?8, instance = ?9, "
        + $"version = ?10, reason = ?11, error = ?12, refusals = ?13 WHERE {ByKey} AND status IS NULL"];

    private readonly SqliteStatement _endOpen = session[
        "UPDATE deliveries SET status = ?2, ended_at = ?3, reason = ?4 WHERE analysis_id = ?1 AND status IS NULL"];

    private readonly SqliteStatement _markSent = session[
        $"UPDATE deliveries SET sent_at = ?5, resends = resends + ?6 WHERE {ByKey} AND status IS NULL"];

    private readonly SqliteStatement _loadParts = session[
        $"SELECT parts, part, body FROM outcome_parts WHERE {ByKey}"];

    private readonly SqliteStatement _addPart = session[
        "INSERT INTO outcome_parts (analysis_id, task_id, identity, generation, parts, part, body) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"];

    private readonly SqliteStatement _removeParts = session[$"DELETE FROM outcome_parts WHERE {ByKey}"];

    private readonly SqliteStatement _removeAllParts = session["DELETE FROM outcome_parts WHERE analysis_id = ?1"];

    public ValueTask<IReadOnlyDictionary<DeliveryKey, DeliveryStatus?>> FindAsync(IReadOnlyCollection<TaskKey> tasks)
    {
        var found = new Dictionary<DeliveryKey, DeliveryStatus?>();
        foreach (var task in tasks)
        {
            _find.Bind(1, task.AnalysisId).Bind(2, task.TaskId);
            while (_find.Step())
            {
                var key = new DeliveryKey(task.AnalysisId, task.TaskId, _find.GetText(0)!, _find.GetInt32(1));
                found.Add(key, _find.IsNull(2) ? null : (DeliveryStatus)_find.GetInt32(2));
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<DeliveryKey, DeliveryStatus?>>(found);
    }

    public ValueTask AddAsync(IReadOnlyCollection<DeliveryRow> rows)
    {
        foreach (var row in rows)
        {
            _add.Bind(1, row.AnalysisId).Bind(2, row.TaskId).Bind(3, row.Identity).Bind(4, (long)row.Generation)
                .Bind(5, (long?)row.Status).Bind(6, row.SentAt).Bind(7, (long)row.Resends).Bind(8, row.StartedAt)
                .Bind(9, row.EndedAt).Bind(10, (long)row.Attempts).Bind(11, row.Instance).Bind(12, row.Version)
                .Bind(13, row.Reason).Bind(14, row.Error).Bind(15, row.Refusals)
                .Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask EndAsync(IReadOnlyCollection<DeliveryRow> rows)
    {
        foreach (var row in rows)
        {
            _end.Bind(1, row.AnalysisId).Bind(2, row.TaskId).Bind(3, row.Identity).Bind(4, (long)row.Generation)
                .Bind(5, (long?)row.Status).Bind(6, row.StartedAt).Bind(7, row.EndedAt).Bind(8, (long)row.Attempts)
                .Bind(9, row.Instance).Bind(10, row.Version).Bind(11, row.Reason).Bind(12, row.Error)
                .Bind(13, row.Refusals)
                .Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<int> EndOpenAsync(
        Guid analysisId, DeliveryStatus status, string reason, DateTimeOffset endedAt) => ValueTask.FromResult(
            _endOpen.Bind(1, analysisId).Bind(2, (long)status).Bind(3, endedAt).Bind(4, reason).Run());

    public ValueTask MarkSentAsync(DeliveryKey key, DateTimeOffset sentAt, bool counts)
    {
        BindKey(_markSent, key).Bind(5, sentAt).Bind(6, counts).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<OutcomePartRow>> LoadPartsAsync(IReadOnlyCollection<DeliveryKey> keys)
    {
        var rows = new List<OutcomePartRow>();
        foreach (var key in keys)
        {
            BindKey(_loadParts, key);
            while (_loadParts.Step())
            {
                rows.Add(new OutcomePartRow
                {
                    AnalysisId = key.AnalysisId,
                    TaskId = key.TaskId,
                    Identity = key.Identity,
                    Generation = key.Generation,
                    Parts = _loadParts.GetInt32(0),
                    Part = _loadParts.GetInt32(1),
                    Body = _loadParts.GetBlob(2)!,
                });
            }
        }

        return ValueTask.FromResult<IReadOnlyList<OutcomePartRow>>(rows);
    }

    public ValueTask AddPartsAsync(IReadOnlyCollection<OutcomePartRow> rows)
    {
        foreach (var row in rows)
        {
            var key = new DeliveryKey(row.AnalysisId, row.TaskId, row.Identity, row.Generation);
            BindKey(_addPart, key).Bind(5, (long)row.Parts).Bind(6, (long)row.Part).Bind(7, row.Body).Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemovePartsAsync(IReadOnlyCollection<DeliveryKey> keys)
    {
        foreach (var key in keys)
        {
            BindKey(_removeParts, key).Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemovePartsAsync(IReadOnlyCollection<Guid> analysisIds)
    {
        foreach (var id in analysisIds)
        {
            _removeAllParts.Bind(1, id).Run();
        }

        return ValueTask.CompletedTask;
    }

    private static SqliteStatement BindKey(SqliteStatement statement, DeliveryKey key) => statement
        .Bind(1, key.AnalysisId).Bind(2, key.TaskId).Bind(3, key.Identity).Bind(4, (long)key.Generation);
}
