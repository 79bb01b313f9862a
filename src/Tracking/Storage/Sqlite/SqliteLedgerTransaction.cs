namespace Karton.Tracking.Storage.Sqlite;

/// <summary>The tables, with their statements prepared, and the transaction that is open on them.</summary>
internal sealed class SqliteLedgerTransaction(SqliteSession session) : ILedgerTransaction
{
    private readonly SqliteStatement _begin = session["BEGIN IMMEDIATE"];
    private readonly SqliteStatement _commit = session["COMMIT"];
    private readonly SqliteStatement _rollback = session["ROLLBACK"];
    private bool _isOpen;

    public IAnalysisTable Analyses { get; } = new SqliteAnalysisTable(session);

    public ITaskTable Tasks { get; } = new SqliteTaskTable(session);

    public IDeliveryTable Deliveries { get; } = new SqliteDeliveryTable(session);

    public IOutboxTable Outbox { get; } = new SqliteOutboxTable(session);

    public IServiceTable Services { get; } = new SqliteServiceTable(session);

    internal void Begin()
    {
        _begin.Run();
        _isOpen = true;
    }

    public ValueTask CommitAsync(CancellationToken cancellationToken)
    {
        _commit.Run();
        _isOpen = false;
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        if (_isOpen)
        {
            _isOpen = false;
            // After some failures, such as a full disk, SQLite has rolled back by itself.
            if (session.IsInTransaction)
            {
                _rollback.Run();
            }
        }

        return ValueTask.CompletedTask;
    }
}
