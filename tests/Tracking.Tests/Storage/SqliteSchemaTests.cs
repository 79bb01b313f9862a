using Karton.Contracts;
using Karton.Tracking.Reading;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Karton.Tracking.Tests.Storage;

public sealed class SqliteSchemaTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_script_for_an_empty_database_is_what_the_migrations_make()
    {
        using var context = Context(_folder["unused.db"]);

        var script = context.GetService<IMigrator>().GenerateScript();

        // When this fails after a change of the model: CONTRIBUTING.md says how the script is made.
        Assert.Equal(Normalize(script), Normalize(SqliteSchema.ReadScript()));
    }

    [Fact]
    public void The_list_of_migrations_is_complete()
    {
        using var context = Context(_folder["unused.db"]);

        Assert.Equal(context.Database.GetMigrations(), SqliteSchema.Migrations);
    }

    [Fact]
    public void The_migrations_make_what_the_model_says()
    {
        using var context = Context(_folder["unused.db"]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public async Task A_database_that_lacks_migrations_gets_them()
    {
        // What a process leaves that is killed right after it has made the list of migrations.
        Execute(
            _folder["old.db"],
            "CREATE TABLE __EFMigrationsHistory (MigrationId TEXT PRIMARY KEY, ProductVersion TEXT NOT NULL)");
        await OpenAndCloseAsync(_folder["old.db"]);
        await OpenAndCloseAsync(_folder["new.db"]);

        Assert.Equal(Tables(_folder["new.db"]), Tables(_folder["old.db"]));
    }

    [Fact]
    public async Task A_ledger_of_the_first_release_is_brought_up_to_date_and_keeps_its_data()
    {
        var path = _folder["first.db"];
        Execute(path, await File.ReadAllTextAsync(
            Path.Combine(AppContext.BaseDirectory, "Storage", "first-release.sql"), Token));
        var root = Tasks.Root("a");
        Execute(path, $"""
            INSERT INTO analyses VALUES (X'{Hex(root)}', 1, 1, 10000, 100, {Tasks.Noon.UtcTicks}, 1, 1, 0, 0, 0, 0, 0,
                NULL, NULL, NULL, 1, 1);
            INSERT INTO tasks VALUES (X'{Hex(root)}', X'{Hex(root)}', NULL, NULL, 0, 0, NULL,
                X'{Convert.ToHexString(LedgerJson.Write(root))}');
            INSERT INTO deliveries VALUES (X'{Hex(root)}', X'{Hex(root)}', 'test.a', 0, NULL, {Tasks.Noon.UtcTicks}, 2,
                NULL, NULL, 0, NULL, NULL, NULL, NULL, NULL);
            INSERT INTO services VALUES ('test.a', '1.0', NULL, X'5B5D', 1, {Tasks.Noon.UtcTicks});
            INSERT INTO instances VALUES ('test.a', 'old', {Tasks.Noon.UtcTicks}, {Tasks.Noon.UtcTicks}, NULL, 4,
                X'5B5D');
            """);

        var refused = Assert.Throws<InvalidDataException>(() => LedgerReader.Open(path));
        Assert.Contains("karton up", refused.Message, StringComparison.Ordinal);
        await using var ledger = await LedgerUnderTest.OpenAsync(
            new SqliteLedgerStore(path), ("test.a", """[{"type":"a"}]"""));

        var old = Assert.Single(await ledger.Store.Queries.ListInstancesAsync(Token));
        Assert.Equal(("test.a", "old", 4, null), (old.Identity, old.Instance, old.Concurrency, old.Version));
        var waiting = Assert.Single(await ledger.Store.Queries.ListWaitingAsync(root.AnalysisId, 10, Token));
        Assert.Equal((root.TaskId, "test.a", Tasks.Noon, 2), (
            waiting.TaskId, waiting.Identity, waiting.SentAt, waiting.Resends));
        Assert.Equal(root.Json(), Assert.Single(await ledger.ReadAsync(root.AnalysisId)).Task.Json());
        await ledger.RecordAsync(root.Outcome("test.a"));
        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        using var context = Context(path);
        Assert.Equal(SqliteSchema.Migrations, await context.Database.GetAppliedMigrationsAsync(Token));
    }

    [Fact]
    public async Task Entity_Framework_reads_what_the_ledger_has_written()
    {
        await using (var ledger = await LedgerUnderTest.OpenAsync(
            new SqliteLedgerStore(_folder["ledger.db"]), ("x\0y", """[{"type":"a"}]""")))
        {
            var root = Tasks.Root("a", deadline: Tasks.Noon.AddDays(1));
            await ledger.RecordAsync(root.Submitted());

            await using var context = Context(_folder["ledger.db"]);
            var deadline = await context.Deadlines.SingleAsync(TestContext.Current.CancellationToken);
            await ledger.RecordAsync(root.Crashed("x\0y"));
            var analysis = await context.Analyses.SingleAsync(TestContext.Current.CancellationToken);
            var delivery = await context.Deliveries.SingleAsync(TestContext.Current.CancellationToken);
            Assert.Equal((root.AnalysisId, true, 1), (analysis.AnalysisId, analysis.IsKnown, analysis.Crashed));
            Assert.Equal(("x\0y", Tasks.Noon.AddSeconds(2)), (delivery.Identity, delivery.EndedAt));
            Assert.Equal(Tasks.Noon.AddDays(1), deadline.DueAt);
        }
    }

    private static TrackingDbContext Context(string path) =>
        TrackingDbContextFactory.Create($"Data Source={path};Pooling=False");

    private static string Hex(KartonTask root) => Convert.ToHexString(root.TaskId.ToByteArray(bigEndian: true));

    private static string Normalize(string script) => script.ReplaceLineEndings("\n").Trim('\uFEFF', '\n');

    private static async Task OpenAndCloseAsync(string path)
    {
        await using var store = new SqliteLedgerStore(path);
        await store.OpenAsync(TestContext.Current.CancellationToken);
    }

    private static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static List<string> Tables(string path)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT sql FROM sqlite_master WHERE name NOT LIKE '%EFMigrations%' AND sql IS NOT NULL";
        using var reader = command.ExecuteReader();
        var tables = new List<string>();
        while (reader.Read())
        {
            tables.Add(reader.GetString(0));
        }

        tables.Sort(StringComparer.Ordinal);
        return tables;
    }
}
