using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Model;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

internal sealed class PostgreSqlAnalysisTable(PostgreSqlWrites writes) : IAnalysisTable
{
    internal const string Columns =
        "analysis_id, state, is_known, max_tasks, max_depth, submitted_at, tasks, declared, ended, crashed, undone, "
        + "refused, skipped, last_ended_at, outcome, completed_at, revision, saga_version";

    private const string Load = $"SELECT {Columns} FROM analyses WHERE analysis_id = ANY ($1)";

    private const string Save =
        $"INSERT INTO analyses ({Columns}) SELECT * FROM unnest($1::uuid[], $2::int[], $3::bool[], $4::int[], "
        + "$5::int[], $6::bigint[], $7::int[], $8::int[], $9::int[], $10::int[], $11::int[], $12::int[], $13::int[], "
        + "$14::bigint[], $15::int[], $16::bigint[], $17::bigint[], $18::bigint[]) "
        + "ON CONFLICT (analysis_id) DO UPDATE SET state = excluded.state, is_known = excluded.is_known, "
        + "max_tasks = excluded.max_tasks, max_depth = excluded.max_depth, submitted_at = excluded.submitted_at, "
        + "tasks = excluded.tasks, declared = excluded.declared, ended = excluded.ended, crashed = excluded.crashed, "
        + "undone = excluded.undone, refused = excluded.refused, skipped = excluded.skipped, "
        + "last_ended_at = excluded.last_ended_at, outcome = excluded.outcome, completed_at = excluded.completed_at, "
        + "revision = excluded.revision, saga_version = excluded.saga_version";

    public async ValueTask<IReadOnlyList<AnalysisRow>> LoadAsync(IReadOnlyCollection<Guid> analysisIds)
    {
        var rows = AddLoad(analysisIds);
        await writes.ReadAsync();
        return rows;
    }

    /// <summary>Asks for these analyses together with what is asked next.</summary>
    internal IReadOnlyList<AnalysisRow> AddLoad(IReadOnlyCollection<Guid> analysisIds) =>
        writes.AddQuery(Load, query => query.Column(analysisIds, id => id), Read);

    public ValueTask SaveAsync(IReadOnlyCollection<AnalysisRow> rows)
    {
        if (rows.Count > 0)
        {
            writes.Add(Save)
                .Column(rows, row => row.AnalysisId).Column(rows, row => (int)row.State)
                .Column(rows, row => row.IsKnown).Column(rows, row => row.MaxTasks)
                .Column(rows, row => row.MaxDepth).Column(rows, row => row.SubmittedAt)
                .Column(rows, row => row.Tasks).Column(rows, row => row.Declared)
                .Column(rows, row => row.Ended).Column(rows, row => row.Crashed)
                .Column(rows, row => row.Undone).Column(rows, row => row.Refused)
                .Column(rows, row => row.Skipped).Column(rows, row => row.LastEndedAt)
                .Column(rows, row => (int?)row.Outcome).Column(rows, row => row.CompletedAt)
                .Column(rows, row => row.Revision).Column(rows, row => row.SagaVersion);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask AddDeadlinesAsync(IReadOnlyCollection<DeadlineRow> rows)
    {
        if (rows.Count > 0)
        {
            writes.Add(
                "INSERT INTO deadlines (analysis_id, due_at) SELECT * FROM unnest($1::uuid[], $2::bigint[]) "
                + "ON CONFLICT DO NOTHING")
                .Column(rows, row => row.AnalysisId).Column(rows, row => row.DueAt.UtcTicks);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveDeadlinesAsync(IReadOnlyCollection<Guid> analysisIds)
    {
        if (analysisIds.Count > 0)
        {
            writes.Add("DELETE FROM deadlines WHERE analysis_id = ANY ($1)").Column(analysisIds, id => id);
        }

        return ValueTask.CompletedTask;
    }

    internal static AnalysisRow Read(NpgsqlDataReader row) => new()
    {
        AnalysisId = row.GetGuid(0),
        State = (AnalysisState)row.GetInt32(1),
        IsKnown = row.GetBoolean(2),
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
        Outcome = (AnalysisOutcome?)row.GetInt32OrNull(14),
        CompletedAt = row.GetTimeOrNull(15),
        Revision = row.GetInt64(16),
        SagaVersion = row.GetInt64(17),
    };
}
