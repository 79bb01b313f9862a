using Karton.Tracking.Storage.Model;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>
/// A transaction of the writer. It begins and takes the writer's lock together with its first statement, and is
/// committed together with its last ones. Each statement after the lock sees what the writer before has committed,
/// since under READ COMMITTED each has a snapshot of its own.
/// </summary>
internal sealed class PostgreSqlLedgerTransaction : ILedgerTransaction
{
    private static readonly string Lock = $"SELECT pg_advisory_xact_lock({PostgreSqlLocks.Writer})";

    // Identities and filters make the mark. Without a difference the join returns one row that has only the mark.
    private const string ReadServices =
        $"WITH s AS MATERIALIZED (SELECT {PostgreSqlServiceTable.Columns} FROM services), "
        + "m AS (SELECT coalesce(encode(sha256(string_agg(sha256(convert_to(identity, 'UTF8')) || sha256(filters), "
        + "''::bytea ORDER BY identity)), 'hex'), '') AS mark FROM s) "
        + "SELECT m.mark, s.identity, s.version, s.description, s.filters, s.is_persistent, s.seen_at "
        + "FROM m LEFT JOIN s ON m.mark IS DISTINCT FROM $1 ORDER BY s.identity";

    private readonly Func<ValueTask> _discard;
    private readonly PostgreSqlWrites _writes;
    private readonly PostgreSqlAnalysisTable _analyses;
    private readonly PostgreSqlTaskTable _tasks;
    private readonly PostgreSqlDeliveryTable _deliveries;
    private bool _isOpen = true;

    /// <param name="connection">A connection that nothing else uses meanwhile.</param>
    /// <param name="discard">Closes the connection.</param>
    internal PostgreSqlLedgerTransaction(NpgsqlConnection connection, Func<ValueTask> discard)
    {
        _discard = discard;
        _writes = new PostgreSqlWrites(connection);
        _writes.Add("BEGIN ISOLATION LEVEL READ COMMITTED");
        _writes.AddCall(Lock);
        _analyses = new PostgreSqlAnalysisTable(_writes);
        _tasks = new PostgreSqlTaskTable(_writes);
        _deliveries = new PostgreSqlDeliveryTable(_writes);
        Outbox = new PostgreSqlOutboxTable(_writes);
        Services = new PostgreSqlServiceTable(_writes);
    }

    public IAnalysisTable Analyses => _analyses;

    public ITaskTable Tasks => _tasks;

    public IDeliveryTable Deliveries => _deliveries;

    public IOutboxTable Outbox { get; }

    public IServiceTable Services { get; }

    internal async ValueTask<ServiceSnapshot?> ReadServicesAsync(string? mark)
    {
        var rows = await _writes.QueryAsync(
            ReadServices,
            query => query.Value(mark),
            row => (
                Mark: row.GetString(0),
                Service: row.IsDBNull(1) ? null : PostgreSqlServiceTable.Read(row, first: 1)));
        return rows[0].Mark == mark
            ? null
            : new ServiceSnapshot(rows[0].Mark, [.. rows.Select(row => row.Service).OfType<ServiceRow>()]);
    }

    public async ValueTask<LedgerRows> FindAsync(
        IReadOnlyCollection<Guid> analysisIds,
        IReadOnlyCollection<TaskKey> tasks,
        IReadOnlyCollection<TaskKey> tasksOfDeliveries)
    {
        var (analyses, found, deliveries) = (
            _analyses.AddLoad(analysisIds), _tasks.AddFind(tasks), _deliveries.AddFind(tasksOfDeliveries));
        await _writes.ReadAsync();
        return new LedgerRows(analyses, found.ToDictionary(), deliveries.ToDictionary());
    }

    public async ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        _writes.Add("COMMIT");
        await _writes.FlushAsync(cancellationToken);
        _isOpen = false;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isOpen)
        {
            _isOpen = false;
            // With its connection the server takes it back. After a failure the next one is better begun on a new
            // connection anyhow: this one may be cut, or lead to a server that has become read-only.
            await _discard();
        }
    }
}
