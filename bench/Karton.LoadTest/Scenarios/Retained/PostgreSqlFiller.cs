using Npgsql;

namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>Fills a ledger in PostgreSQL.</summary>
internal sealed class PostgreSqlFiller(string connectionString) : ILedgerFiller
{
    private const string Clones = "unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS c (id, template, shift)";

    private static readonly string[] Copies =
    [
        "INSERT INTO analyses (analysis_id, state, is_known, max_tasks, max_depth, submitted_at, tasks, declared, "
        + "ended, crashed, undone, refused, skipped, last_ended_at, outcome, completed_at, revision, saga_version) "
        + "SELECT c.id, state, is_known, max_tasks, max_depth, submitted_at + c.shift, tasks, declared, ended, "
        + "crashed, undone, refused, skipped, last_ended_at + c.shift, outcome, completed_at + c.shift, revision, "
        + $"saga_version FROM {Clones} JOIN analyses ON analysis_id = c.template",
        "INSERT INTO tasks (analysis_id, task_id, parent_id, origin, generation, ordinal, skipped_because, body) "
        + $"SELECT c.id, {Copied("t.task_id")}, {Copied("t.parent_id")}, origin, generation, ordinal, "
        + "skipped_because, convert_to(replace(replace(replace(convert_from(body, 'UTF8'), c.template::text, "
        + $"c.id::text), t.task_id::text, {Copied("t.task_id")}::text), coalesce(t.parent_id, c.template)::text, "
        + $"coalesce({Copied("t.parent_id")}, c.id)::text), 'UTF8') "
        + $"FROM {Clones} JOIN tasks t ON t.analysis_id = c.template",
        "INSERT INTO deliveries (analysis_id, task_id, identity, generation, status, sent_at, resends, started_at, "
        + "ended_at, attempts, instance, version, reason, error, refusals) "
        + $"SELECT c.id, {Copied("t.task_id")}, identity, generation, status, sent_at + c.shift, resends, "
        + "started_at + c.shift, ended_at + c.shift, attempts, instance, version, reason, error, refusals "
        + $"FROM {Clones} JOIN deliveries t ON t.analysis_id = c.template",
    ];

    public async Task AddAsync(IReadOnlyCollection<RetainedClone> clones, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var batch = connection.CreateBatch();
        batch.Timeout = 0;
        foreach (var copy in Copies)
        {
            var command = new NpgsqlBatchCommand(copy);
            command.Parameters.Add(new NpgsqlParameter { Value = clones.Select(clone => clone.AnalysisId).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = clones.Select(clone => clone.Template).ToArray() });
            command.Parameters.Add(new NpgsqlParameter { Value = clones.Select(clone => clone.Shift.Ticks).ToArray() });
            batch.BatchCommands.Add(command);
        }

        await batch.ExecuteNonQueryAsync(cancellationToken);
    }

    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var command = new NpgsqlCommand("VACUUM (ANALYZE)", connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // A root has its analysis' id; the others' ids are hashes, as the real ones are.
    private static string Copied(string id) =>
        $"(CASE WHEN {id} = c.template THEN c.id ELSE md5(c.id::text || {id}::text)::uuid END)";

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        return connection;
    }
}
