using Karton.Tracking.Storage.Sqlite;

namespace Karton.Tracking.Reading;

/// <summary>A ledger that is read without being run, whether or not a process runs it.</summary>
public sealed class LedgerReader : IAsyncDisposable
{
    private readonly SqliteLedgerStore _store;

    private LedgerReader(SqliteLedgerStore store)
    {
        _store = store;
        Analyses = new AnalysisReader(store);
    }

    /// <summary>What the ledger knows.</summary>
    public IAnalysisReader Analyses { get; }

    /// <summary>Opens the ledger in this file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static LedgerReader Open(string databasePath) => File.Exists(databasePath)
        ? new LedgerReader(new SqliteLedgerStore(databasePath))
        : throw new FileNotFoundException($"There is no ledger '{databasePath}'.", databasePath);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
