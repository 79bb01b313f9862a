using Karton.Tracking.Storage.Model;
using Npgsql;

namespace Karton.Tracking.Storage.PostgreSql;

internal sealed class PostgreSqlServiceTable(PostgreSqlWrites writes) : IServiceTable
{
    internal const string Columns = "identity, version, description, filters, is_persistent, seen_at";

    internal const string InstanceColumns =
        "identity, instance, started_at, received_at, idle_for, concurrency, in_work, version";

    public async ValueTask<ServiceRow?> FindAsync(string identity) => (await writes.QueryAsync(
        $"SELECT {Columns} FROM services WHERE identity = $1", query => query.Value(identity), row => Read(row)))
        .SingleOrDefault();

    public async ValueTask<IReadOnlyList<InstanceRow>> ListInstancesAsync(string identity) => await writes.QueryAsync(
        $"SELECT {InstanceColumns} FROM instances WHERE identity = $1", query => query.Value(identity), ReadInstance);

    public ValueTask SaveAsync(ServiceRow row)
    {
        writes.Add(
            $"INSERT INTO services ({Columns}) VALUES ($1, $2, $3, $4, $5, $6) "
            + "ON CONFLICT (identity) DO UPDATE SET version = excluded.version, "
            + "description = excluded.description, filters = excluded.filters, "
            + "is_persistent = excluded.is_persistent, seen_at = excluded.seen_at")
            .Value(row.Identity).Value(row.Version).Value(row.Description).Value(row.Filters)
            .Value(row.IsPersistent).Value(row.SeenAt);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(string identity)
    {
        writes.Add("DELETE FROM services WHERE identity = $1").Value(identity);
        writes.Add("DELETE FROM instances WHERE identity = $1").Value(identity);
        return ValueTask.CompletedTask;
    }

    public ValueTask SaveInstanceAsync(InstanceRow row)
    {
        writes.Add(
            $"INSERT INTO instances ({InstanceColumns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) "
            + "ON CONFLICT (identity, instance) DO UPDATE SET "
            + "started_at = excluded.started_at, received_at = excluded.received_at, idle_for = excluded.idle_for, "
            + "concurrency = excluded.concurrency, in_work = excluded.in_work, version = excluded.version")
            .Value(row.Identity).Value(row.Instance).Value(row.StartedAt).Value(row.ReceivedAt)
            .Value(row.IdleFor?.Ticks).Value(row.Concurrency).Value(row.InWork).Value(row.Version);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveInstanceAsync(string identity, string instance)
    {
        writes.Add("DELETE FROM instances WHERE identity = $1 AND instance = $2").Value(identity).Value(instance);
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveInstancesAsync(DateTimeOffset silentSince)
    {
        writes.Add("DELETE FROM instances WHERE received_at < $1").Value(silentSince);
        return ValueTask.CompletedTask;
    }

    internal static ServiceRow Read(NpgsqlDataReader row, int first = 0) => new()
    {
        Identity = row.GetText(first)!,
        Version = row.GetText(first + 1),
        Description = row.GetText(first + 2),
        Filters = row.GetBlob(first + 3)!,
        IsPersistent = row.GetBoolean(first + 4),
        SeenAt = row.GetTime(first + 5),
    };

    internal static InstanceRow ReadInstance(NpgsqlDataReader row) => new()
    {
        Identity = row.GetText(0)!,
        Instance = row.GetText(1)!,
        StartedAt = row.GetTime(2),
        ReceivedAt = row.GetTime(3),
        IdleFor = row.IsDBNull(4) ? null : TimeSpan.FromTicks(row.GetInt64(4)),
        Concurrency = row.GetInt32(5),
        InWork = row.GetBlob(6)!,
        Version = row.GetText(7),
    };
}
