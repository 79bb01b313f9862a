using Karton.Tests.Servers;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Storage;

public sealed class PostgreSqlLedgerStoreTests : IAsyncDisposable
{
    private readonly PostgreSqlDatabases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [ServersFact]
    public async Task Two_processes_that_write_to_the_same_analysis_at_once_count_right()
    {
        var options = PostgreSqlDatabases.OptionsOf(await _databases.CreateAsync());
        await using var one = await LedgerUnderTest.OpenAsync(new PostgreSqlLedgerStore(options), Services);
        await using var other = await LedgerUnderTest.OpenAsync(new PostgreSqlLedgerStore(options), Services);
        var root = Tasks.Root("a");
        var children = Enumerable.Range(0, 400).Select(_ => root.Child("a")).ToArray();
        await one.RecordAsync(root.Submitted());
        await other.RecordAsync(root.Outcome("test.a", children));

        await Task.WhenAll(children.Select(
            (child, i) => (i % 2 == 0 ? one : other).RecordAsync(child.Outcome("test.a"))));

        var row = (await one.FindAsync(root.AnalysisId))!;
        Assert.Equal((401, 401, 401), (row.Tasks, row.Declared, row.Ended));
        Assert.True(row.IsDrained);
    }

    [ServersFact]
    public async Task Connections_that_are_cut_again_and_again_lose_nothing()
    {
        var database = await _databases.CreateAsync();
        await using var ledger = await LedgerUnderTest.OpenAsync(
            new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database)), Services);
        var roots = Enumerable.Range(0, 300).Select(_ => Tasks.Root("a")).ToList();

        var cuts = 0L;
        foreach (var part in roots.Chunk(100))
        {
            var recording = Task.WhenAll(part.Select(root => ledger.RecordAsync(root.Submitted())));
            cuts += await database.CutConnectionsAsync();
            while (!recording.IsCompleted)
            {
                // The writer waits before it tries again.
                await Task.WhenAny(recording, ledger.Time.PassPauseAsync(TimeSpan.FromSeconds(5)));
            }

            await recording;
        }

        Assert.InRange(cuts, 1, int.MaxValue);
        foreach (var root in roots)
        {
            Assert.Equal(1, (await ledger.FindAsync(root.AnalysisId))!.Open);
        }
    }

    [ServersFact]
    public async Task What_the_leader_throws_is_thrown_on_and_the_lead_is_free_again()
    {
        var database = await _databases.CreateAsync();
        await using var one = new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database));
        await using var other = new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database));

        foreach (var store in (PostgreSqlLedgerStore[])[one, other])
        {
            await Assert.ThrowsAsync<InvalidCastException>(
                () => store.LeadAsync(_ => throw new InvalidCastException(), Token));
        }
    }

    [ServersFact]
    public async Task Services_are_read_again_only_when_their_filters_have_changed()
    {
        await using var store = await _databases.CreateStoreAsync();
        await store.OpenAsync(Token);
        await SaveAsync(store, "test.a", "[]");

        var first = await ReadAsync(store, null);
        Assert.Equal("test.a", Assert.Single(first!.Services).Identity);
        await SaveAsync(store, "test.a", "[]");
        Assert.Null(await ReadAsync(store, first.Mark));
        await SaveAsync(store, "test.a", "[{}]");
        var second = await ReadAsync(store, first.Mark);

        Assert.Equal("[{}]"u8.ToArray(), Assert.Single(second!.Services).Filters);
        Assert.NotEqual(first.Mark, second.Mark);
    }

    [ServersFact]
    public async Task A_database_that_became_read_only_is_a_failure_that_passes()
    {
        var database = await _databases.CreateAsync();
        await using var store = new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database));
        await store.OpenAsync(Token);
        await database.SetReadOnlyAsync(true);

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => SaveAsync(store, "test.a", "[]"));
        Assert.True(store.IsTransient(failure));
        await database.SetReadOnlyAsync(false);

        await SaveAsync(store, "test.a", "[]");
    }

    private static (string Identity, string Filters)[] Services => [("test.a", """[{"type":"a"}]""")];

    private static async Task SaveAsync(PostgreSqlLedgerStore store, string identity, string filters)
    {
        await using var transaction = await store.BeginAsync(Token);
        await transaction.Services.SaveAsync(new()
        {
            Identity = identity,
            Filters = System.Text.Encoding.UTF8.GetBytes(filters),
            IsPersistent = true,
            SeenAt = Tasks.Noon,
        });
        await transaction.CommitAsync(Token);
    }

    private static async Task<Tracking.Storage.ServiceSnapshot?> ReadAsync(PostgreSqlLedgerStore store, string? mark)
    {
        await using var transaction = await store.BeginAsync(Token);
        var snapshot = await store.ReadServicesAsync(transaction, mark);
        await transaction.CommitAsync(Token);
        return snapshot;
    }
}
