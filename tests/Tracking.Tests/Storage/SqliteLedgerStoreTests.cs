using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;
using Microsoft.Data.Sqlite;

namespace Karton.Tracking.Tests.Storage;

public sealed class SqliteLedgerStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Opens_again_with_all_that_it_had()
    {
        var root = Tasks.Root("a");
        await using (var first = await LedgerUnderTest.OpenAsync(Store(), ("test.a", """[{"type":"a"}]""")))
        {
            await first.RecordAsync(root.Submitted());
        }

        await using var second = await LedgerUnderTest.OpenAsync(Store());

        var task = Assert.Single(await second.ReadAsync(root.AnalysisId));
        Assert.Equal("test.a", Assert.Single(task.Deliveries).Identity);
    }

    [Fact]
    public async Task Makes_the_folder_it_lies_in()
    {
        await using var store = new SqliteLedgerStore(_folder["not/there/ledger.db"]);

        await store.OpenAsync(Token);

        Assert.True(File.Exists(_folder["not/there/ledger.db"]));
    }

    [Fact]
    public async Task A_second_process_is_told_that_the_ledger_is_in_use()
    {
        await using var first = Store();
        await first.OpenAsync(Token);
        await using var second = Store();

        var failure = await Assert.ThrowsAsync<IOException>(() => second.OpenAsync(Token));

        Assert.Contains("in use by another process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone_and_named()
    {
        await File.WriteAllTextAsync(_folder["ledger.db"], new string('x', 10_000), Token);
        await using var store = Store();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => store.OpenAsync(Token));

        Assert.Contains(_folder["ledger.db"], failure.Message, StringComparison.Ordinal);
        Assert.Contains("damaged or no ledger", failure.Message, StringComparison.Ordinal);
        Assert.Equal(new string('x', 10_000), await File.ReadAllTextAsync(_folder["ledger.db"], Token));
    }

    [Fact]
    public async Task A_damaged_database_is_named()
    {
        await using (var store = Store())
        {
            await store.OpenAsync(Token);
        }

        await using (var file = File.OpenWrite(_folder["ledger.db"]))
        {
            file.Position = 100;
            file.Write(Enumerable.Repeat((byte)0xEE, 8000).ToArray());
        }

        await using var damaged = Store();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => damaged.OpenAsync(Token));

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_something_else_is_refused()
    {
        Execute("CREATE TABLE cats (name TEXT)");
        await using var store = Store();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => store.OpenAsync(Token));

        Assert.Contains("not a ledger", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        await using (var store = Store())
        {
            await store.OpenAsync(Token);
        }

        Execute("INSERT INTO __EFMigrationsHistory VALUES ('29991231000000_Future', '99.0')");
        await using var older = Store();

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => older.OpenAsync(Token));

        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
        Assert.Contains("29991231000000_Future", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_path_that_is_a_folder_is_named()
    {
        Directory.CreateDirectory(_folder["ledger.db"]);
        await using var store = Store();

        var failure = await Assert.ThrowsAsync<IOException>(() => store.OpenAsync(Token));

        Assert.Contains(_folder["ledger.db"], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_is_left_of_a_transaction_that_is_not_committed()
    {
        await using var store = Store();
        await store.OpenAsync(Token);
        await using (var transaction = await store.BeginAsync(Token))
        {
            await transaction.Analyses.SaveAsync([new() { AnalysisId = Tasks.Root("a").TaskId, IsKnown = true }]);
        }

        Assert.Empty(await store.Queries.ListAnalysesAsync(10, Token));
    }

    [Fact]
    public async Task Reading_does_not_wait_for_an_open_transaction()
    {
        await using var store = Store();
        await store.OpenAsync(Token);
        await using var transaction = await store.BeginAsync(Token);
        await transaction.Analyses.SaveAsync([new() { AnalysisId = Tasks.Root("a").TaskId, IsKnown = true }]);

        Assert.Empty(await store.Queries.ListAnalysesAsync(10, Token));
        await transaction.CommitAsync(Token);

        Assert.Single(await store.Queries.ListAnalysesAsync(10, Token));
    }

    private SqliteLedgerStore Store() => new(_folder["ledger.db"]);

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={_folder["ledger.db"]};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
