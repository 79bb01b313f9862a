using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.Sqlite;

internal sealed class SqliteServiceTable(SqliteSession session) : IServiceTable
{
    internal const string Columns = "identity, version, description, filters, is_persistent, seen_at";

    internal const string InstanceColumns =
        "identity, instance, started_at, received_at, idle_for, concurrency, in_work, version";

    public ValueTask<ServiceRow?> FindAsync(string identity)
    {
        ServiceRow? found = null;
        var statement = session[$"SELECT {Columns} FROM services WHERE identity = ?1"].Bind(1, identity);
        while (statement.Step())
        {
            found = Read(statement);
        }

        return ValueTask.FromResult(found);
    }

    public ValueTask<IReadOnlyList<InstanceRow>> ListInstancesAsync(string identity)
    {
        var rows = new List<InstanceRow>();
        var statement = session[$"SELECT {InstanceColumns} FROM instances WHERE identity = ?1"].Bind(1, identity);
        while (statement.Step())
        {
            rows.Add(ReadInstance(statement));
        }

        return ValueTask.FromResult<IReadOnlyList<InstanceRow>>(rows);
    }

    public ValueTask SaveAsync(ServiceRow row)
    {
        session[$"INSERT INTO services ({Columns}) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (identity) DO UPDATE SET version = ?2, "
            + "description = ?3, filters = ?4, is_persistent = ?5, seen_at = ?6"]
            .Bind(1, row.Identity).Bind(2, row.Version).Bind(3, row.Description).Bind(4, row.Filters)
            .Bind(5, row.IsPersistent).Bind(6, row.SeenAt)
            .Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string identity)
    {
        session["DELETE FROM services WHERE identity = ?1"].Bind(1, identity).Run();
        session["DELETE FROM instances WHERE identity = ?1"].Bind(1, identity).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask SaveInstanceAsync(InstanceRow row)
    {
        session[$"INSERT INTO instances ({InstanceColumns}) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (identity, instance) DO UPDATE SET started_at = ?3, "
            + "received_at = ?4, idle_for = ?5, concurrency = ?6, in_work = ?7, version = ?8"]
            .Bind(1, row.Identity).Bind(2, row.Instance).Bind(3, row.StartedAt).Bind(4, row.ReceivedAt)
            .Bind(5, row.IdleFor?.Ticks).Bind(6, (long)row.Concurrency).Bind(7, row.InWork).Bind(8, row.Version)
            .Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveInstanceAsync(string identity, string instance)
    {
        session["DELETE FROM instances WHERE identity = ?1 AND instance = ?2"]
            .Bind(1, identity).Bind(2, instance).Run();
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveInstancesAsync(DateTimeOffset silentSince)
    {
        session["DELETE FROM instances WHERE received_at < ?1"].Bind(1, silentSince).Run();
        return ValueTask.CompletedTask;
    }

    internal static ServiceRow Read(SqliteStatement row) => new()
    {
        Identity = row.GetText(0)!,
        Version = row.GetText(1),
        Description = row.GetText(2),
        Filters = row.GetBlob(3)!,
        IsPersistent = row.GetInt32(4) != 0,
        SeenAt = row.GetTime(5),
    };

    internal static InstanceRow ReadInstance(SqliteStatement row) => new()
    {
        Identity = row.GetText(0)!,
        Instance = row.GetText(1)!,
        StartedAt = row.GetTime(2),
        ReceivedAt = row.GetTime(3),
        IdleFor = row.IsNull(4) ? null : TimeSpan.FromTicks(row.GetInt64(4)),
        Concurrency = row.GetInt32(5),
        InWork = row.GetBlob(6)!,
        Version = row.GetText(7),
    };
}
