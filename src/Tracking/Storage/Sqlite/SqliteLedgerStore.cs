using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Karton.Tracking.Storage.Sqlite;

/// <summary>A ledger in one SQLite file. A second file beside it, locked while this one is open, keeps other
/// processes from writing.</summary>
internal sealed class SqliteLedgerStore(string path) : ILedgerStore
{
    // In WAL mode a commit need not wait for the disk; a power cut may take the last commits, never the database.
    private const string Settings =
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000; "
        + "PRAGMA foreign_keys = OFF; PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000";

    private readonly SqliteLedgerQueries _queries = new(path);
    private FileStream? _lock;
    private SqliteSession? _session;
    private SqliteLedgerTransaction? _transaction;

    public ILedgerQueries Queries => _queries;

    public Task OpenAsync(CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        _lock = Lock(path + ".lock");
        try
        {
            _session = SqliteSession.Open(path, SqliteOpenMode.ReadWriteCreate);
            _session.Execute(Settings);
            SqliteSchema.Apply(_session, path);
            _transaction = new SqliteLedgerTransaction(_session);
        }
        catch (SqliteException e) when (e.SqliteErrorCode is raw.SQLITE_NOTADB or raw.SQLITE_CORRUPT)
        {
            throw new InvalidDataException(
                $"The ledger '{path}' is damaged or no ledger at all: {e.Message}. "
                + "Move it away to start with an empty one.",
                e);
        }
        catch (SqliteException e)
        {
            throw new IOException($"The ledger '{path}' cannot be opened: {e.Message}", e);
        }

        return Task.CompletedTask;
    }

    public ValueTask<ILedgerTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        var transaction = _transaction ?? throw new InvalidOperationException($"The ledger '{path}' is not open.");
        transaction.Begin();
        return ValueTask.FromResult<ILedgerTransaction>(transaction);
    }

    public bool IsTransient(Exception failure) => failure is SqliteException
    {
        SqliteErrorCode: raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_IOERR or raw.SQLITE_FULL
            or raw.SQLITE_NOMEM or raw.SQLITE_CANTOPEN
    };

    public ValueTask DisposeAsync()
    {
        _queries.Dispose();
        _session?.Dispose();
        _session = null;
        _transaction = null;
        _lock?.Dispose();
        return ValueTask.CompletedTask;
    }

    private static FileStream Lock(string lockPath)
    {
        try
        {
            return new FileStream(lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e)
        {
            throw new IOException(
                $"The ledger is in use by another process ('{lockPath}' is locked). "
                + "Stop that process, or choose another data directory.",
                e);
        }
    }
}
