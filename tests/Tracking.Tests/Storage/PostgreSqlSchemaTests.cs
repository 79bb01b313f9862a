using Karton.Tests.Servers;
using Karton.Tracking.Storage.PostgreSql;
using Karton.Tracking.Tests.Harness;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Karton.Tracking.Tests.Storage;

public sealed class PostgreSqlSchemaTests : IAsyncDisposable
{
    private readonly PostgreSqlDatabases _databases = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _databases.DisposeAsync();

    [Fact]
    public void The_script_for_an_empty_database_is_what_the_migrations_make()
    {
        using var context = new PostgreSqlDbContextFactory().CreateDbContext([]);

        var script = context.GetService<IMigrator>().GenerateScript();

        // When this fails after a change of the model: CONTRIBUTING.md says how the script is made.
        Assert.Equal(Normalize(script), Normalize(PostgreSqlSchema.ReadScript()));
    }

    [Fact]
    public void The_list_of_migrations_is_complete()
    {
        using var context = new PostgreSqlDbContextFactory().CreateDbContext([]);

        Assert.Equal(context.Database.GetMigrations(), PostgreSqlSchema.Migrations);
    }

    [Fact]
    public void The_migrations_make_what_the_model_says()
    {
        using var context = new PostgreSqlDbContextFactory().CreateDbContext([]);

        Assert.False(context.Database.HasPendingModelChanges());
    }

    [ServersFact]
    public async Task Many_that_start_at_once_make_the_tables_once()
    {
        var options = PostgreSqlDatabases.OptionsOf(await _databases.CreateAsync());
        var stores = Enumerable.Range(0, 12).Select(_ => new PostgreSqlLedgerStore(options)).ToList();

        await Task.WhenAll(stores.Select(store => Task.Run(() => store.OpenAsync(Token), Token)));

        foreach (var store in stores)
        {
            Assert.Empty(await store.Queries.ListAnalysesAsync(1, Token));
            await store.DisposeAsync();
        }
    }

    [ServersFact]
    public async Task A_database_that_lacks_migrations_gets_them()
    {
        var database = await _databases.CreateAsync();
        // What a process leaves that is killed right after it has made the list of migrations.
        await database.RunAsync(
            "CREATE TABLE \"__EFMigrationsHistory\" (\"MigrationId\" varchar(150) PRIMARY KEY, "
            + "\"ProductVersion\" varchar(32) NOT NULL)");
        await using var store = new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database));

        await store.OpenAsync(Token);

        Assert.Empty(await store.Queries.ListAnalysesAsync(1, Token));
    }

    [ServersFact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        var database = await _databases.CreateAsync();
        await using var store = new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database));
        await store.OpenAsync(Token);
        await database.RunAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29991231000000_Future', '99.0')");

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => store.OpenAsync(Token));

        Assert.Contains("newer version", failure.Message, StringComparison.Ordinal);
        Assert.Contains("29991231000000_Future", failure.Message, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task Tables_of_another_program_are_left_alone()
    {
        var database = await _databases.CreateAsync();
        await database.RunAsync("CREATE TABLE tasks (name text)");
        await using var store = new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database));

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => store.OpenAsync(Token));

        Assert.Contains("Karton:PostgreSql:Database", failure.Message, StringComparison.Ordinal);
    }

    [ServersFact]
    public async Task Entity_Framework_reads_what_the_ledger_has_written()
    {
        var database = await _databases.CreateAsync();
        await using var ledger = await LedgerUnderTest.OpenAsync(
            new PostgreSqlLedgerStore(PostgreSqlDatabases.OptionsOf(database)), ("x\0y", """[{"type":"a"}]"""));
        var root = Tasks.Root("a", deadline: Tasks.Noon.AddDays(1));
        await ledger.RecordAsync(root.Submitted());

        await using var context = new PostgreSqlDbContext(
            new DbContextOptionsBuilder<PostgreSqlDbContext>().UseNpgsql(database.ConnectionString).Options);
        var deadline = await context.Deadlines.SingleAsync(Token);
        await ledger.RecordAsync(root.Crashed("x\0y"));
        var analysis = await context.Analyses.SingleAsync(Token);
        var delivery = await context.Deliveries.SingleAsync(Token);

        Assert.Equal((root.AnalysisId, true, 1), (analysis.AnalysisId, analysis.IsKnown, analysis.Crashed));
        Assert.Equal(("x\0y", Tasks.Noon.AddSeconds(2)), (delivery.Identity, delivery.EndedAt));
        Assert.Equal(Tasks.Noon.AddDays(1), deadline.DueAt);
    }

    private static string Normalize(string script) => script.ReplaceLineEndings("\n").Trim('\uFEFF', '\n');
}
