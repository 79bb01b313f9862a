using System.Diagnostics;
using Karton.Tests.Servers;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Storage;

/// <summary>Who leads, when several processes share a ledger.</summary>
public sealed class PostgreSqlLeadTests : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(15);

    private readonly PostgreSqlDatabases _databases = new();
    private readonly SemaphoreSlim _begun = new(0);
    private int _leads;
    private int _most;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [ServersFact]
    public async Task One_at_a_time_leads_however_often_its_connection_is_lost()
    {
        var database = await _databases.CreateAsync();
        var stores = Enumerable.Range(0, 3)
            .Select(_ => new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database))).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);

        var leading = stores.Select(store => store.LeadAsync(LeadAsync, stop.Token)).ToList();
        Assert.True(await _begun.WaitAsync(Soon, Token));
        for (var cut = 0; cut < 3; cut++)
        {
            Assert.Equal(1L, await database.RunAsync(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory' AND granted "
                + "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
            Assert.True(await _begun.WaitAsync(Soon, Token));
        }

        Assert.Equal(1, _leads);
        await StopAsync(stop, leading);
        Assert.Equal((0, 1), (_leads, _most));
        foreach (var store in stores)
        {
            await store.DisposeAsync();
        }
    }

    [ServersFact]
    public async Task The_lead_of_a_killed_process_is_taken_over_within_seconds()
    {
        var database = await _databases.CreateAsync();
        var options = PostgreSqlDatabases.OptionsOf(database);
        using var leader = await StartLeaderAsync(options);
        await using var store = new PostgreSqlLedgerStore(options);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        try
        {
            var leading = store.LeadAsync(LeadAsync, stop.Token);
            // It has asked at least once.
            Assert.False(await _begun.WaitAsync(TimeSpan.FromSeconds(2), Token));

            leader.Kill();

            Assert.True(await _begun.WaitAsync(Soon, Token));
            await StopAsync(stop, [leading]);
        }
        finally
        {
            leader.Kill();
        }
    }

    // A process that holds the lock of the leader, and nothing else.
    private static async Task<Process> StartLeaderAsync(PostgreSqlOptions options)
    {
        var start = new ProcessStartInfo(
            "psql", ["-X", "-q", "-At", "-h", options.Host, "-p", $"{options.Port}", "-U", options.Username!])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment = { ["PGPASSWORD"] = options.Password, ["PGDATABASE"] = options.Database },
        };
        var process = Process.Start(start)!;
        await process.StandardInput.WriteLineAsync($"SELECT pg_try_advisory_lock({PostgreSqlLocks.Leader});");
        await process.StandardInput.FlushAsync(Token);
        Assert.Equal("t", await process.StandardOutput.ReadLineAsync(Token));
        return process;
    }

    private static async Task StopAsync(CancellationTokenSource stop, IReadOnlyList<Task> leading)
    {
        await stop.CancelAsync();
        foreach (var one in leading)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        }
    }

    private async Task LeadAsync(CancellationToken token)
    {
        var leads = Interlocked.Increment(ref _leads);
        InterlockedMax(ref _most, leads);
        _begun.Release();
        try
        {
            await Task.Delay(Timeout.Infinite, token);
        }
        finally
        {
            Interlocked.Decrement(ref _leads);
        }
    }

    private static void InterlockedMax(ref int place, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref place)) < value
            && Interlocked.CompareExchange(ref place, value, seen) != seen)
        {
        }
    }
}
