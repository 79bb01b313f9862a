using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage.PostgreSql;

internal sealed class PostgreSqlServiceTable(PostgreSqlWrites writes) : IServiceTable
{
    public ValueTask SaveAsync(ServiceRow row)
    {
        writes.Add(
            "INSERT INTO services (identity, version, description, filters, is_persistent, seen_at) "
            + "VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (identity) DO UPDATE SET version = excluded.version, "
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
            "INSERT INTO instances (identity, instance, started_at, received_at, idle_for, concurrency, in_work) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (identity, instance) DO UPDATE SET "
            + "started_at = excluded.started_at, received_at = excluded.received_at, idle_for = excluded.idle_for, "
            + "concurrency = excluded.concurrency, in_work = excluded.in_work")
            .Value(row.Identity).Value(row.Instance).Value(row.StartedAt).Value(row.ReceivedAt)
            .Value(row.IdleFor?.Ticks).Value(row.Concurrency).Value(row.InWork);
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
}
