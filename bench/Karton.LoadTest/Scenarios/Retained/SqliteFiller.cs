using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Karton.LoadTest.Scenarios.Retained;

/// <summary>Fills a ledger in an SQLite file, beside the process that has it open.</summary>
internal sealed class SqliteFiller(string path) : ILedgerFiller
{
    private const int IdBytes = 16;

    private static readonly string[] Copies =
    [
        "INSERT INTO analyses (analysis_id, state, is_known, max_tasks, max_depth, submitted_at, tasks, declared, "
        + "ended, crashed, undone, refused, skipped, last_ended_at, outcome, completed_at, revision, saga_version) "
        + "SELECT $id, state, is_known, max_tasks, max_depth, submitted_at + $shift, tasks, declared, ended, "
        + "crashed, undone, refused, skipped, last_ended_at + $shift, outcome, completed_at + $shift, revision, "
        + "saga_version FROM analyses WHERE analysis_id = $template",
        "INSERT INTO tasks (analysis_id, task_id, parent_id, origin, generation, ordinal, skipped_because, body) "
        + "SELECT $id, copied_id($id, $template, task_id), copied_id($id, $template, parent_id), origin, generation, "
        + "ordinal, skipped_because, copied_body($id, $template, task_id, parent_id, body) "
        + "FROM tasks WHERE analysis_id = $template",
        "INSERT INTO deliveries (analysis_id, task_id, identity, generation, status, sent_at, resends, started_at, "
        + "ended_at, attempts, instance, version, reason, error, refusals) "
        + "SELECT $id, copied_id($id, $template, task_id), identity, generation, status, sent_at + $shift, resends, "
        + "started_at + $shift, ended_at + $shift, attempts, instance, version, reason, error, refusals "
        + "FROM deliveries WHERE analysis_id = $template",
    ];

    public async Task AddAsync(IReadOnlyCollection<RetainedClone> clones, CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        await using var transaction = connection.BeginTransaction();
        foreach (var copy in Copies)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = copy;
            var id = command.Parameters.Add("$id", SqliteType.Blob);
            var template = command.Parameters.Add("$template", SqliteType.Blob);
            var shift = command.Parameters.Add("$shift", SqliteType.Integer);
            foreach (var clone in clones)
            {
                id.Value = clone.AnalysisId.ToByteArray(bigEndian: true);
                template.Value = clone.Template.ToByteArray(bigEndian: true);
                shift.Value = clone.Shift.Ticks;
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }

    public Task FinishAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        await connection.OpenAsync(cancellationToken);
        connection.CreateFunction<byte[], byte[], byte[]?, byte[]?>("copied_id", CopyId, isDeterministic: true);
        connection.CreateFunction<byte[], byte[], byte[], byte[]?, byte[], byte[]>(
            "copied_body", CopyBody, isDeterministic: true);
        await using var settings = connection.CreateCommand();
        settings.CommandText = "PRAGMA synchronous = OFF; PRAGMA cache_size = -262144";
        await settings.ExecuteNonQueryAsync(cancellationToken);
        return connection;
    }

    // A root has its analysis' id; the others' ids are hashes, as the real ones are.
    private static byte[]? CopyId(byte[] clone, byte[] template, byte[]? id) =>
        id is null || id.AsSpan().SequenceEqual(template)
            ? id is null ? null : clone
            : SHA256.HashData([.. clone, .. id])[..IdBytes];

    private static byte[] CopyBody(byte[] clone, byte[] template, byte[] taskId, byte[]? parentId, byte[] body)
    {
        var text = new StringBuilder(Encoding.UTF8.GetString(body));
        foreach (var id in new[] { template, taskId, parentId }.OfType<byte[]>())
        {
            text.Replace(Text(id), Text(CopyId(clone, template, id)!));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static string Text(byte[] id) => new Guid(id, bigEndian: true).ToString();
}
