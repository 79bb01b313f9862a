using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

/// <summary>
/// Brings a database to the present schema, one process at a time. As with SQLite, an empty one gets the script that
/// the migrations amount to, and Entity Framework is loaded only for an older one.
/// </summary>
internal static class PostgreSqlSchema
{
    internal const string ScriptResource = "Karton.Tracking.Storage.PostgreSql.schema.sql";

    /// <summary>Every migration, oldest first.</summary>
    internal static readonly string[] Migrations = ["20261124000000_Initial", "20261124182823_TaskChildren"];

    /// <summary>Makes or updates the tables.</summary>
    /// <exception cref="InvalidDataException">The tables are another program's, or a newer version's.</exception>
    internal static async Task ApplyAsync(
        NpgsqlDataSource single, PostgreSqlOptions options, CancellationToken cancellationToken)
    {
        await using var connection = await single.OpenConnectionAsync(cancellationToken);
        if (IsCurrent(await ReadMigrationsAsync(connection, cancellationToken), options))
        {
            return;
        }

        // Another process may be at it. The lock ends with the connection.
        await ExecuteAsync(
            connection,
            $"SELECT pg_advisory_lock({PostgreSqlLocks.Schema})",
            TimeSpan.FromMinutes(10),
            cancellationToken);
        var applied = await ReadMigrationsAsync(connection, cancellationToken);
        if (IsCurrent(applied, options))
        {
            return;
        }

        if (applied is not null)
        {
            await using var context = new PostgreSqlDbContext(
                new DbContextOptionsBuilder<PostgreSqlDbContext>().UseNpgsql(single).Options);
            // A new index over many tasks takes its time.
            context.Database.SetCommandTimeout(TimeSpan.FromHours(1));
            await context.Database.MigrateAsync(cancellationToken);
            return;
        }

        try
        {
            await ExecuteAsync(connection, ReadScript(), TimeSpan.FromMinutes(1), cancellationToken);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DuplicateTable)
        {
            throw new InvalidDataException(
                $"The database '{options.Database}' is not a ledger, but has tables of the same names: "
                + $"{e.MessageText}. Set {PostgreSqlOptions.Section}:Database to another database.",
                e);
        }
    }

    /// <summary>Whether the tables are there and as this version makes them.</summary>
    /// <exception cref="InvalidDataException">They are a newer version's.</exception>
    internal static bool IsCurrent(HashSet<string>? applied, PostgreSqlOptions options)
    {
        if (applied?.Except(Migrations).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException(
                $"The ledger in the database '{options.Database}' was made by a newer version or by another program "
                + $"(it has the migration {unknown}). Use that version, or set {PostgreSqlOptions.Section}:Database to "
                + "another database.");
        }

        return applied is not null && applied.IsSupersetOf(Migrations);
    }

    /// <summary>The migrations that the database has had; <see langword="null"/> when it is no ledger yet.</summary>
    internal static async Task<HashSet<string>?> ReadMigrationsAsync(
        NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var find = new NpgsqlCommand(
            "SELECT to_regclass('\"__EFMigrationsHistory\"') IS NOT NULL", connection);
        if (!(bool)(await find.ExecuteScalarAsync(cancellationToken))!)
        {
            return null;
        }

        await using var list = new NpgsqlCommand("SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"", connection);
        await using var reader = await list.ExecuteReaderAsync(cancellationToken);
        var migrations = new HashSet<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            migrations.Add(reader.GetString(0));
        }

        return migrations;
    }

    internal static string ReadScript()
    {
        using var stream = typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream(ScriptResource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static async Task ExecuteAsync(
        NpgsqlConnection connection, string sql, TimeSpan timeout, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = (int)timeout.TotalSeconds };
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
