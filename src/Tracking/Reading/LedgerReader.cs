using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Sqlite;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reading;

/// <summary>A ledger that is read without being run, whether or not a process runs it.</summary>
public sealed class LedgerReader : IAsyncDisposable
{
    private readonly ILedgerStore _store;

    private LedgerReader(ILedgerStore store)
    {
        _store = store;
        var options = Options.Create(new TrackingOptions());
        Analyses = new AnalysisReader(store, TimeProvider.System, options);
        Services = new ServiceReader(store, TimeProvider.System, options);
    }

    /// <summary>What the ledger knows.</summary>
    public IAnalysisReader Analyses { get; }

    /// <summary>The services it knows.</summary>
    public IServiceReader Services { get; }

    /// <summary>Opens the ledger in this file.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static LedgerReader Open(string databasePath) => File.Exists(databasePath)
        ? new LedgerReader(new SqliteLedgerStore(databasePath))
        : throw new FileNotFoundException($"There is no ledger '{databasePath}'.", databasePath);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
