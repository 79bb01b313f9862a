using Karton.Tracking.Storage.Model;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Karton.Tracking.Storage.Sqlite;

/// <summary>
/// Brings a database to the present schema. An empty one gets the script that the migrations amount to, since loading
/// Entity Framework costs more than all the rest of a start; only an older one is migrated by it.
/// </summary>
internal static class SqliteSchema
{
    internal const string ScriptResource = "Karton.Tracking.Storage.Sqlite.schema.sql";

    /// <summary>Every migration, oldest first.</summary>
    internal static readonly string[] Migrations =
    [
        "20261124000000_Initial",
        "20261124160111_InstanceVersion",
        "20261124182821_TaskChildren",
    ];

    private const string ListTables = "SELECT name FROM sqlite_master WHERE type = 'table'";

    private const string ListMigrations = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";

    internal static void Apply(SqliteSession session, string path)
    {
        var tables = ReadNames(session, ListTables);
        if (tables.Count == 0)
        {
            session.Execute(ReadScript());
            return;
        }

        if (!tables.Contains("__EFMigrationsHistory"))
        {
            throw new InvalidDataException(
                $"'{path}' is an SQLite database, but not a ledger. Choose another place for the ledger.");
        }

        var applied = ReadNames(session, ListMigrations);
        if (applied.Except(Migrations).FirstOrDefault() is { } unknown)
        {
            throw new InvalidDataException(
                $"The ledger '{path}' was made by a newer version (it has the migration {unknown}). Use that version.");
        }

        if (!applied.IsSupersetOf(Migrations))
        {
            using var context = TrackingDbContextFactory.Create(
                new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            context.Database.Migrate();
        }
    }

    /// <exception cref="InvalidDataException">The tables are those of an older version, which only a writer brings up
    /// to date.</exception>
    internal static void CheckToRead(string path)
    {
        using var session = SqliteSession.Open(path, SqliteOpenMode.ReadOnly);
        if (ReadNames(session, ListTables).Contains("__EFMigrationsHistory")
            && !ReadNames(session, ListMigrations).IsSupersetOf(Migrations))
        {
            throw new InvalidDataException(
                $"The ledger '{path}' was made by an older version. Run 'karton up' on its directory once, which "
                + "brings it up to date.");
        }
    }

    internal static string ReadScript()
    {
        using var stream = typeof(SqliteSchema).Assembly.GetManifestResourceStream(ScriptResource)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static HashSet<string> ReadNames(SqliteSession session, string sql)
    {
        var names = new HashSet<string>();
        using var statement = session.Prepare(sql);
        while (statement.Step())
        {
            names.Add(statement.GetText(0)!);
        }

        return names;
    }
}
