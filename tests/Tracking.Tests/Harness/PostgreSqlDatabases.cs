using Karton.Tests.Servers;
using Karton.Tracking.Storage.PostgreSql;
using Microsoft.Extensions.Configuration;

namespace Karton.Tracking.Tests.Harness;

/// <summary>Databases that a test makes, dropped at its end. Skips the test where there is no server.</summary>
internal sealed class PostgreSqlDatabases : IAsyncDisposable
{
    private readonly List<PostgreSqlDatabase> _databases = [];

    public async Task<PostgreSqlLedgerStore> CreateStoreAsync() => new(OptionsOf(await CreateAsync()));

    public async Task<PostgreSqlDatabase> CreateAsync()
    {
        Assert.SkipUnless(TestServers.AreUp, "PostgreSQL is not up: scripts/services up.");
        var database = await PostgreSqlDatabase.CreateAsync();
        _databases.Add(database);
        return database;
    }

    public static PostgreSqlOptions OptionsOf(PostgreSqlDatabase database)
    {
        var options = new PostgreSqlOptions();
        new ConfigurationBuilder().AddInMemoryCollection(database.Settings).Build()
            .GetSection(PostgreSqlOptions.Section).Bind(options);
        return options;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var database in _databases)
        {
            await database.DisposeAsync();
        }
    }
}
