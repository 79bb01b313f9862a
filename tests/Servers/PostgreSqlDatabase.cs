using System.Globalization;
using Npgsql;

namespace Karton.Tests.Servers;

/// <summary>An empty database of one's own, dropped at the end, whoever is connected to it.</summary>
public sealed class PostgreSqlDatabase : IAsyncDisposable
{
    private PostgreSqlDatabase(string name)
    {
        Name = name;
        ConnectionString = ConnectionStringTo(name);
    }

    /// <summary>The name, of the letters a to z, digits and hyphens.</summary>
    public string Name { get; }

    /// <summary>For Npgsql. Its connections are not pooled.</summary>
    public string ConnectionString { get; }

    /// <summary>The configuration with which a program uses this database.</summary>
    public IReadOnlyDictionary<string, string?> Settings => new Dictionary<string, string?>
    {
        ["Karton:PostgreSql:Host"] = TestServers.Setting("KARTON__POSTGRESQL__HOST"),
        ["Karton:PostgreSql:Port"] = TestServers.Setting("KARTON__POSTGRESQL__PORT"),
        ["Karton:PostgreSql:Database"] = Name,
        ["Karton:PostgreSql:Username"] = TestServers.Setting("KARTON__POSTGRESQL__USERNAME"),
        ["Karton:PostgreSql:Password"] = TestServers.Setting("KARTON__POSTGRESQL__PASSWORD"),
    };

    public static async Task<PostgreSqlDatabase> CreateAsync()
    {
        var database = new PostgreSqlDatabase(TestServers.FreshName());
        await RunAsync(ServersDatabase, $"create database \"{database.Name}\"");
        return database;
    }

    /// <summary>Whether the server has a database of this name.</summary>
    public static async Task<bool> ExistsAsync(string name) =>
        await RunAsync(ServersDatabase, $"select 1 from pg_database where datname = '{name}'") is not null;

    /// <summary>Runs one statement and returns the first value of its first row.</summary>
    public Task<object?> RunAsync(string statement) => RunAsync(ConnectionString, statement);

    /// <summary>Cuts all connections to this database; returns how many there were.</summary>
    public async Task<long> CutConnectionsAsync() => Convert.ToInt64(
        await RunAsync(
            ServersDatabase,
            "select count(pg_terminate_backend(pid)) from pg_stat_activity "
            + $"where datname = '{Name}' and backend_type = 'client backend'"),
        CultureInfo.InvariantCulture);

    /// <summary>Makes the database refuse to be written to, or take writes again. Holds for new connections.</summary>
    public Task SetReadOnlyAsync(bool readOnly) => RunAsync(
        ServersDatabase,
        $"alter database \"{Name}\" set default_transaction_read_only = {(readOnly ? "on" : "off")}");

    public async ValueTask DisposeAsync()
    {
        try
        {
            await RunAsync(ServersDatabase, $"drop database if exists \"{Name}\" with (force)");
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.InsufficientPrivilege)
        {
            // The server is just cleaning up in it, which only a superuser may force to end; without force, the server
            // ends that by itself.
            await CutConnectionsAsync();
            await RunAsync(ServersDatabase, $"drop database if exists \"{Name}\"");
        }
    }

    private static string ServersDatabase => ConnectionStringTo(TestServers.Setting("KARTON__POSTGRESQL__DATABASE"));

    private static string ConnectionStringTo(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = TestServers.Setting("KARTON__POSTGRESQL__HOST"),
        Port = int.Parse(TestServers.Setting("KARTON__POSTGRESQL__PORT"), CultureInfo.InvariantCulture),
        Database = database,
        Username = TestServers.Setting("KARTON__POSTGRESQL__USERNAME"),
        Password = TestServers.Setting("KARTON__POSTGRESQL__PASSWORD"),
        Pooling = false,
    }.ConnectionString;

    private static async Task<object?> RunAsync(string connectionString, string statement)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
#pragma warning disable CA2100 // Tests write their statements themselves.
        await using var command = new NpgsqlCommand(statement, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }
}
