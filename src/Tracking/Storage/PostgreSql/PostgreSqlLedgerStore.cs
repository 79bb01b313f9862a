using System.Data;
using System.Net.Sockets;
using Karton.Sdk.Servers;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>
/// A ledger in a PostgreSQL database, which several processes may write to and read from. Writers take turns by an
/// advisory lock, so rows need no order in which they are locked. Advisory locks belong to sessions: a pooler between
/// that gives each transaction another session would break the lead.
/// </summary>
internal sealed class PostgreSqlLedgerStore : ISharedLedgerStore
{
    // A writer that stops in the middle, as a process that is suspended does, must not hold up the others for long. And
    // plans are to use the keys from the first row on, whatever the server believes about the size of a new table. The
    // huge costs with which that is done would make the server compile each statement, which takes far longer than to
    // run it.
    private const string WriterSession =
        "SET idle_in_transaction_session_timeout = '15s'; SET enable_seqscan = off; SET enable_hashjoin = off; "
        + "SET enable_mergejoin = off; SET jit = off; " + LiveSession;

    // The server finds out within seconds that the other end has gone without a word.
    private const string LiveSession =
        "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3";

    private static readonly TimeSpan LeadPause = TimeSpan.FromSeconds(1);

    // A leader whose connection the server cuts hears of it at once, but stops what it does only then.
    private static readonly TimeSpan TakeOverPause = TimeSpan.FromSeconds(2);

    private readonly PostgreSqlOptions _options;
    private readonly NpgsqlDataSource _pool;
    private readonly NpgsqlDataSource _single;
    private NpgsqlConnection? _writer;

    internal PostgreSqlLedgerStore(PostgreSqlOptions options)
    {
        _options = options;
        _pool = PostgreSqlSource.Pooled(options);
        _single = PostgreSqlSource.Single(options);
        Queries = new PostgreSqlLedgerQueries(_pool);
    }

    public ILedgerQueries Queries { get; }

    /// <inheritdoc/>
    /// <exception cref="ServerUnavailableException">The server cannot be used.</exception>
    public Task OpenAsync(CancellationToken cancellationToken) =>
        ExplainAsync(() => PostgreSqlSchema.ApplyAsync(_single, _options, cancellationToken));

    /// <summary>Makes sure that the database is a ledger, and changes nothing.</summary>
    /// <exception cref="InvalidDataException">It was made by a newer version.</exception>
    /// <exception cref="ServerUnavailableException">It cannot be read, or there is no ledger in it yet.</exception>
    internal Task OpenToReadAsync(CancellationToken cancellationToken) => ExplainAsync(async () =>
    {
        await using var connection = await _pool.OpenConnectionAsync(cancellationToken);
        if (!PostgreSqlSchema.IsCurrent(
            await PostgreSqlSchema.ReadMigrationsAsync(connection, cancellationToken), _options))
        {
            throw PostgreSqlFaults.Unavailable(
                _options,
                $"the database '{_options.Database}' has no ledger of this version yet: start 'karton run tracking'.",
                mayPass: true);
        }
    });

    public async ValueTask<ILedgerTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        if (_writer is { FullState: not ConnectionState.Open })
        {
            await DiscardWriterAsync();
        }

        _writer ??= await OpenSessionAsync(WriterSession, cancellationToken);
        return new PostgreSqlLedgerTransaction(_writer, DiscardWriterAsync);
    }

    public bool IsTransient(Exception failure) => PostgreSqlFaults.MayPass(failure);

    public ValueTask<ServiceSnapshot?> ReadServicesAsync(ILedgerTransaction transaction, string? mark) =>
        ((PostgreSqlLedgerTransaction)transaction).ReadServicesAsync(mark);

    public async Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var session = await WaitForLeadAsync(cancellationToken);
            await LeadAsync(session, lead, cancellationToken);
            await Task.Delay(LeadPause, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await DiscardWriterAsync();
        await _single.DisposeAsync();
        await _pool.DisposeAsync();
    }

    /// <summary>A session that leads.</summary>
    private async Task<NpgsqlConnection> WaitForLeadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            NpgsqlConnection? session = null;
            try
            {
                session = await OpenSessionAsync(LiveSession, cancellationToken);
                if (await TryLeadAsync(session, cancellationToken))
                {
                    return session;
                }

                do
                {
                    await Task.Delay(LeadPause, cancellationToken);
                }
                while (!await TryLeadAsync(session, cancellationToken));

                await Task.Delay(TakeOverPause, cancellationToken);
                return session;
            }
            catch (Exception e) when (PostgreSqlFaults.IsTransient(e))
            {
                await DisposeAsync(session);
                await Task.Delay(LeadPause, cancellationToken);
            }
            catch
            {
                await DisposeAsync(session);
                throw;
            }
        }
    }

    private static ValueTask DisposeAsync(NpgsqlConnection? session) => session?.DisposeAsync() ?? default;

    // Asked again and again: a statement that waits for hours would keep the server from cleaning up its tables, and
    // would not notice that its own connection is gone.
    private static async Task<bool> TryLeadAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(
            $"SELECT pg_try_advisory_lock({PostgreSqlLocks.Leader})", session) { CommandTimeout = 3 };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Returns when the lead is lost or given up.</summary>
    private static async Task LeadAsync(
        NpgsqlConnection session, Func<CancellationToken, Task> lead, CancellationToken cancellationToken)
    {
        using var leading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var led = lead(leading.Token);
        var watched = WatchAsync(session, watching.Token);
        await Task.WhenAny(led, watched);
        var isLost = !led.IsCompleted;
        await leading.CancelAsync();
        await watching.CancelAsync();
        await Task.WhenAny(watched);
        try
        {
            await led;
        }
        catch (OperationCanceledException) when (isLost)
        {
            // As it was told to.
        }

        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task WatchAsync(NpgsqlConnection session, CancellationToken cancellationToken)
    {
        while (true)
        {
            // Fails at once when the connection is cut. One that is dead without a word, only the question tells.
            await session.WaitAsync(LeadPause, cancellationToken);
            await using var ping = new NpgsqlCommand("SELECT 1", session) { CommandTimeout = 3 };
            await ping.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private async ValueTask<NpgsqlConnection> OpenSessionAsync(string settings, CancellationToken cancellationToken)
    {
        var connection = await _single.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var command = new NpgsqlCommand(settings, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task ExplainAsync(Func<Task> use)
    {
        try
        {
            await use();
        }
        catch (Exception e) when (e is NpgsqlException or SocketException or TimeoutException)
        {
            throw PostgreSqlFaults.Explain(e, _options);
        }
    }

    private async ValueTask DiscardWriterAsync()
    {
        if (_writer is { } writer)
        {
            _writer = null;
            await writer.DisposeAsync();
        }
    }
}
