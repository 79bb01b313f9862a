using System.Text;
using Karton.Contracts.Tracking;
using Karton.Tests.Servers;
using Karton.Tracking;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Storage.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Karton.Benchmarks;

/// <summary>A ledger without a bus that knows one service, on a database of its own, which is deleted at the
/// end.</summary>
internal sealed class BenchLedger : IAsyncDisposable
{
    internal const string Sqlite = "SQLite";
    internal const string PostgreSql = "PostgreSQL";

    private readonly ServiceRegistry _registry = new(NullLogger<ServiceRegistry>.Instance);
    private readonly OutboxSignal _signal = new();
    private readonly EntryPreparer _preparer;
    private readonly ILedgerStore _store;
    private readonly Func<ValueTask> _delete;

    private BenchLedger(ILedgerStore store, Func<ValueTask> delete)
    {
        _store = store;
        _delete = delete;
        _preparer = new EntryPreparer(_registry);
    }

    /// <summary>The databases that there are.</summary>
    internal static IEnumerable<string> Databases => TestServers.AreUp ? [Sqlite, PostgreSql] : [Sqlite];

    internal static async Task<BenchLedger> CreateAsync(string kind)
    {
        var ledger = kind == Sqlite ? OnSqlite() : await OnPostgreSqlAsync();
        await ledger._store.OpenAsync(CancellationToken.None);
        var service = new ServiceRow
        {
            Identity = Trees.Identity,
            Filters = Encoding.UTF8.GetBytes(Trees.Filters),
            IsPersistent = true,
            SeenAt = TimeProvider.System.GetUtcNow(),
        };
        ledger._registry.Put(service);
        await using var writer = ledger.MakeWriter();
        writer.Start();
        await writer.ChangeAsync(transaction => transaction.Services.SaveAsync(service), CancellationToken.None);
        return ledger;
    }

    internal static PostgreSqlOptions OptionsOf(PostgreSqlDatabase database)
    {
        var options = new PostgreSqlOptions();
        new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build()
            .GetSection(PostgreSqlOptions.Section).Bind(options);
        return options;
    }

    /// <summary>A writer that is not started: what is given to it before is one transaction, up to 500
    /// entries.</summary>
    internal LedgerWriter MakeWriter() => new(
        _store,
        _registry,
        _signal,
        TimeProvider.System,
        Options.Create(new TrackingOptions { RecordTimeout = TimeSpan.FromMinutes(10) }),
        NullLogger<LedgerWriter>.Instance);

    internal Task RecordAsync(LedgerWriter writer, LedgerEntry entry) =>
        writer.RecordAsync(_preparer.Prepare(entry), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _signal.Dispose();
        await _delete();
    }

    private static BenchLedger OnSqlite()
    {
        var folder = Directory.CreateTempSubdirectory("karton-bench-");
        return new BenchLedger(new SqliteLedgerStore(Path.Combine(folder.FullName, "ledger.db")), () =>
        {
            folder.Delete(recursive: true);
            return ValueTask.CompletedTask;
        });
    }

    private static async Task<BenchLedger> OnPostgreSqlAsync()
    {
        var database = await PostgreSqlDatabase.CreateAsync();
        return new BenchLedger(new PostgreSqlLedgerStore(OptionsOf(database)), database.DisposeAsync);
    }
}
