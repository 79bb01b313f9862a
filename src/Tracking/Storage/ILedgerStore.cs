namespace Karton.Tracking.Storage;

/// <summary>The database of a ledger. One class per kind of database; all that is known about SQL is behind
/// it.</summary>
internal interface ILedgerStore : IAsyncDisposable
{
    /// <summary>Opens the database for writing, and makes or updates its tables.</summary>
    /// <exception cref="InvalidDataException">It is no ledger, is damaged, or was made by a newer version.</exception>
    /// <exception cref="IOException">It cannot be opened, or another process writes to it.</exception>
    Task OpenAsync(CancellationToken cancellationToken);

    /// <summary>Begins to write. One transaction at a time: the ledger has one writer.</summary>
    ValueTask<ILedgerTransaction> BeginAsync(CancellationToken cancellationToken);

    /// <summary>Reads what is committed, beside the writer and without holding it up.</summary>
    ILedgerQueries Queries { get; }

    /// <summary>Whether a failure may be gone at the next try. On a shared ledger, which tries without end: whether it
    /// is not what was to be written that makes it fail.</summary>
    bool IsTransient(Exception failure);
}
