using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.Sqlite;

internal sealed class SqliteAnalysisTable(SqliteSession session) : IAnalysisTable
{
    internal const string Columns =
        "analysis_id, state, is_known, max_tasks, max_depth, submitted_at, tasks, declared, ended, crashed, undone, "
        + "refused, skipped, last_ended_at, outcome, completed_at, revision, saga_version";

    private readonly SqliteStatement _find = session[$"SELECT {Columns} FROM analyses WHERE analysis_id = ?1"];

    private readonly SqliteStatement _save = session[
        $"INSERT INTO analyses ({Columns}) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18) "
        + "ON CONFLICT (analysis_id) DO UPDATE SET state = ?2, is_known = ?3, max_tasks = ?4, max_depth = ?5, "
        + "submitted_at = ?6, tasks = ?7, declared = ?8, ended = ?9, crashed = ?10, undone = ?11, refused = ?12, "
        + "skipped = ?13, last_ended_at = ?14, outcome = ?15, completed_at = ?16, revision = ?17, saga_version = ?18"];

    private readonly SqliteStatement _addDeadline = session[
        "INSERT INTO deadlines (analysis_id, due_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING"];

    private readonly SqliteStatement _removeDeadline = session["DELETE FROM deadlines WHERE analysis_id = ?1"];

    public ValueTask<IReadOnlyList<AnalysisRow>> LoadAsync(IReadOnlyCollection<Guid> analysisIds)
    {
        var rows = new List<AnalysisRow>(analysisIds.Count);
        foreach (var id in analysisIds)
        {
            _find.Bind(1, id);
            while (_find.Step())
            {
                rows.Add(Read(_find));
            }
        }

        return ValueTask.FromResult<IReadOnlyList<AnalysisRow>>(rows);
    }

    public ValueTask SaveAsync(IReadOnlyCollection<AnalysisRow> rows)
    {
        foreach (var row in rows)
        {
            _save.Bind(1, row.AnalysisId).Bind(2, (long)row.State).Bind(3, row.IsKnown).Bind(4, (long)row.MaxTasks)
                .Bind(5, (long)row.MaxDepth).Bind(6, row.SubmittedAt).Bind(7, (long)row.Tasks)
                .Bind(8, (long)row.Declared).Bind(9, (long)row.Ended).Bind(10, (long)row.Crashed)
                .Bind(11, (long)row.Undone).Bind(12, (long)row.Refused).Bind(13, (long)row.Skipped)
                .Bind(14, row.LastEndedAt).Bind(15, (long?)row.Outcome).Bind(16, row.CompletedAt)
                .Bind(17, row.Revision).Bind(18, row.SagaVersion)
                .Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AddDeadlinesAsync(IReadOnlyCollection<DeadlineRow> rows)
    {
        foreach (var row in rows)
        {
            _addDeadline.Bind(1, row.AnalysisId).Bind(2, row.DueAt).Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveDeadlinesAsync(IReadOnlyCollection<Guid> analysisIds)
    {
        foreach (var id in analysisIds)
        {
            _removeDeadline.Bind(1, id).Run();
        }

        return ValueTask.CompletedTask;
    }

    internal static AnalysisRow Read(SqliteStatement row) => new()
    {
        AnalysisId = row.GetGuid(0),
        State = (AnalysisState)row.GetInt32(1),
        IsKnown = row.GetInt32(2) != 0,
        MaxTasks = row.GetInt32(3),
        MaxDepth = row.GetInt32(4),
        SubmittedAt = row.GetTimeOrNull(5),
        Tasks = row.GetInt32(6),
        Declared = row.GetInt32(7),
        Ended = row.GetInt32(8),
        Crashed = row.GetInt32(9),
        Undone = row.GetInt32(10),
        Refused = row.GetInt32(11),
        Skipped = row.GetInt32(12),
        LastEndedAt = row.GetTimeOrNull(13),
        Outcome = row.IsNull(14) ? null : (AnalysisOutcome)row.GetInt32(14),
        CompletedAt = row.GetTimeOrNull(15),
        Revision = row.GetInt64(16),
        SagaVersion = row.GetInt64(17),
    };
}
