using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.PostgreSql;

internal sealed class PostgreSqlTaskTable(PostgreSqlWrites writes) : ITaskTable
{
    private const string Find =
        "SELECT t.analysis_id, t.task_id, t.skipped_because FROM unnest($1::uuid[], $2::uuid[]) AS k (a, t) "
        + "JOIN tasks t ON t.analysis_id = k.a AND t.task_id = k.t";

    // Arrays rather than a COPY: they travel with the other statements, a COPY needs two round trips of its own. It is
    // slower for a batch of any size (bench/Karton.Benchmarks).
    private const string Add =
        "INSERT INTO tasks (analysis_id, task_id, parent_id, origin, generation, ordinal, skipped_because, body) "
        + "SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::int[], $6::bigint[], $7::text[], "
        + "$8::bytea[])";

    public async ValueTask<IReadOnlyDictionary<TaskKey, string?>> FindAsync(IReadOnlyCollection<TaskKey> keys)
    {
        var rows = AddFind(keys);
        await writes.ReadAsync();
        return rows.ToDictionary();
    }

    /// <summary>Asks for these tasks together with what is asked next.</summary>
    internal IReadOnlyList<KeyValuePair<TaskKey, string?>> AddFind(IReadOnlyCollection<TaskKey> keys) =>
        writes.AddQuery(
            Find,
            query => query.Column(keys, key => key.AnalysisId).Column(keys, key => key.TaskId),
            row => KeyValuePair.Create(new TaskKey(row.GetGuid(0), row.GetGuid(1)), row.GetText(2)));

    public ValueTask AddAsync(IReadOnlyCollection<TaskRow> rows)
    {
        if (rows.Count > 0)
        {
            writes.Add(Add)
                .Column(rows, row => row.AnalysisId).Column(rows, row => row.TaskId)
                .Column(rows, row => row.ParentId).Column(rows, row => row.Origin)
                .Column(rows, row => row.Generation).Column(rows, row => row.Ordinal)
                .Column(rows, row => row.SkippedBecause).Column(rows, row => row.Body);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AddReferencesAsync(IReadOnlyCollection<ResourceRefRow> rows)
    {
        if (rows.Count > 0)
        {
            writes.Add(
                "INSERT INTO resource_refs (analysis_id, sha256) SELECT * FROM unnest($1::uuid[], $2::bytea[]) "
                + "ON CONFLICT DO NOTHING")
                .Column(rows, row => row.AnalysisId).Column(rows, row => row.Sha256);
        }

        return ValueTask.CompletedTask;
    }
}
