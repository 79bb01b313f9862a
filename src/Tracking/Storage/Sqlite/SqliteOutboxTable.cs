using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.Sqlite;

internal sealed class SqliteOutboxTable(SqliteSession session) : IOutboxTable
{
    private readonly SqliteStatement _add = session[
        "INSERT INTO outbox (message_id, kind, body) VALUES (?1, ?2, ?3)"];

    private readonly SqliteStatement _remove = session["DELETE FROM outbox WHERE sequence = ?1"];

    public ValueTask AddAsync(IReadOnlyCollection<OutboxRow> rows)
    {
        foreach (var row in rows)
        {
            _add.Bind(1, row.MessageId).Bind(2, row.Kind).Bind(3, row.Body).Run();
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(IReadOnlyCollection<long> sequences)
    {
        foreach (var sequence in sequences)
        {
            _remove.Bind(1, sequence).Run();
        }

        return ValueTask.CompletedTask;
    }
}
