using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.Sqlite;

internal sealed class SqliteTaskTable(SqliteSession session) : ITaskTable
{
    private readonly SqliteStatement _find = session[
        "SELECT skipped_because FROM tasks WHERE analysis_id = ?1 AND task_id = ?2"];

    private readonly SqliteStatement _add = session[
        "INSERT INTO tasks (analysis_id, task_id, parent_id, origin, generation, ordinal, skipped_because, body) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"];

    private readonly SqliteStatement _addReference = session[
        "INSERT INTO resource_refs (analysis_id, sha256) VALUES (?1, ?2) ON CONFLICT DO NOTHING"];

    public ValueTask<IReadOnlyDictionary<TaskKey, string?>> FindAsync(IReadOnlyCollection<TaskKey> keys)
    {
        var found = new Dictionary<TaskKey, string?>();
        foreach (var key in keys)
        {
            _find.Bind(1, key.AnalysisId).Bind(2, key.TaskId);
            while (_find.Step())
            {
                found.Add(key, _find.GetText(0));
            }
        }

        return ValueTask.FromResult<IReadOnlyDictionary<TaskKey, string?>>(found);
    }

    public ValueTask AddAsync(IReadOnlyCollection<TaskRow> rows)
    {
        foreach (var row in rows)
        {
            _add.Bind(1, row.AnalysisId).Bind(2, row.TaskId).Bind(3, row.ParentId).Bind(4, row.Origin)
                .Bind(5, (long)row.Generation).Bind(6, row.Ordinal).Bind(7, row.SkippedBecause).Bind(8, row.Body)
                .Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AddReferencesAsync(IReadOnlyCollection<ResourceRefRow> rows)
    {
        foreach (var row in rows)
        {
            _addReference.Bind(1, row.AnalysisId).Bind(2, row.Sha256).Run();
        }

        return ValueTask.CompletedTask;
    }
}
