using Karton.Sdk.Servers;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.PostgreSql;
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
    /// <exception cref="InvalidDataException">It was made by an older version.</exception>
    public static LedgerReader Open(string databasePath)
    {
        if (!File.Exists(databasePath))
        {
            throw new FileNotFoundException($"There is no ledger '{databasePath}'.", databasePath);
        }

        SqliteSchema.CheckToRead(databasePath);
        return new LedgerReader(new SqliteLedgerStore(databasePath));
    }

    /// <summary>Opens the ledger in this database.</summary>
    /// <exception cref="ServerUnavailableException">It cannot be read, or there is no ledger in it yet.</exception>
    /// <exception cref="InvalidDataException">It was made by a newer version.</exception>
    public static async Task<LedgerReader> OpenAsync(PostgreSqlOptions options, CancellationToken cancellationToken)
    {
        var store = new PostgreSqlLedgerStore(options);
        try
        {
            await store.OpenToReadAsync(cancellationToken);
            return new LedgerReader(store);
        }
        catch
        {
            await store.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
