using Karton.Tests.Servers;
using Npgsql;

namespace Karton.Servers.Tests;

public sealed class PostgreSqlDatabaseTests
{
    [ServersFact]
    public async Task A_database_is_gone_at_the_end_although_somebody_is_connected()
    {
        var database = await PostgreSqlDatabase.CreateAsync();
        await using var other = await PostgreSqlDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);

        await database.DisposeAsync();

        var left = await other.RunAsync($"select count(*) from pg_database where datname = '{database.Name}'");
        Assert.Equal(0L, left);
    }

    [ServersFact]
    public async Task Connections_that_are_cut_break()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select 1", connection);

        var cut = await database.CutConnectionsAsync();

        Assert.Equal(1, cut);
        await Assert.ThrowsAnyAsync<NpgsqlException>(
            () => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [ServersFact]
    public async Task A_read_only_database_refuses_writes_until_it_takes_them_again()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();

        await database.SetReadOnlyAsync(true);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => database.RunAsync("create table t (i int)"));
        await database.SetReadOnlyAsync(false);
        await database.RunAsync("create table t (i int)");

        Assert.Equal(PostgresErrorCodes.ReadOnlySqlTransaction, refusal.SqlState);
    }
}
