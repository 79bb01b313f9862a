using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.PostgreSql;

internal sealed class PostgreSqlOutboxTable(PostgreSqlWrites writes) : IOutboxTable
{
    public ValueTask AddAsync(IReadOnlyCollection<OutboxRow> rows)
    {
        if (rows.Count > 0)
        {
            writes.Add(
                "INSERT INTO outbox (message_id, kind, body) SELECT k.id, k.kind, k.body "
                + "FROM unnest($1::uuid[], $2::text[], $3::bytea[]) WITH ORDINALITY AS k (id, kind, body, place) "
                + "ORDER BY k.place")
                .Column(rows, row => row.MessageId).Column(rows, row => row.Kind).Column(rows, row => row.Body);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(IReadOnlyCollection<long> sequences)
    {
        if (sequences.Count > 0)
        {
            writes.Add("DELETE FROM outbox WHERE sequence = ANY ($1)").Column(sequences, sequence => sequence);
        }

        return ValueTask.CompletedTask;
    }
}
