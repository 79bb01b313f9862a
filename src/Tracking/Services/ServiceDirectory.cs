using Karton.Contracts.Services;
using Karton.Sdk.Catalog;
using Karton.Tracking.Ledger;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Services;

/// <summary>Writes down which services there are and what their instances do.</summary>
internal sealed class ServiceDirectory(
    ServiceRegistry registry, ILedgerStore store, LedgerWriter writer, TimeProvider time)
{
    /// <summary>Lets tasks be matched with the services of this process, from now on.</summary>
    internal void Announce(IEnumerable<ServiceDefinition> services)
    {
        foreach (var service in services)
        {
            registry.Put(ToRow(service));
        }
    }

    /// <summary>Makes the services of this process the only ones: in the embedded engine there are no others.</summary>
    internal async Task ReplaceAllAsync(IReadOnlyList<ServiceDefinition> services, CancellationToken cancellationToken)
    {
        var rows = services.Select(ToRow).ToList();
        var known = await store.Queries.ListServicesAsync(cancellationToken);
        var gone = known.Select(row => row.Identity).Except(rows.Select(row => row.Identity)).ToList();
        await writer.ChangeAsync(
            async transaction =>
            {
                foreach (var identity in gone)
                {
                    await transaction.Services.RemoveAsync(identity);
                }

                foreach (var row in rows)
                {
                    await transaction.Services.SaveAsync(row);
                }

                await transaction.Services.RemoveInstancesAsync(DateTimeOffset.MaxValue);
            },
            cancellationToken);
        gone.ForEach(registry.Remove);
        rows.ForEach(registry.Put);
    }

    /// <summary>Takes note of an instance and of the service that it runs.</summary>
    internal async Task RecordAsync(ServiceHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var service = new ServiceRow
        {
            Identity = heartbeat.Identity,
            Version = heartbeat.Version,
            Description = heartbeat.Description,
            Filters = LedgerJson.Write(heartbeat.Filters),
            IsPersistent = heartbeat.IsPersistent,
            SeenAt = now,
        };
        var instance = new InstanceRow
        {
            Identity = heartbeat.Identity,
            Instance = heartbeat.Instance,
            StartedAt = heartbeat.StartedAt,
            ReceivedAt = now,
            // Both times are by the instance's own clock, so that only the difference counts.
            IdleFor = heartbeat.SentAt - heartbeat.IdleSince,
            Concurrency = heartbeat.Concurrency,
            InWork = LedgerJson.Write(heartbeat.InWork),
        };
        await writer.ChangeAsync(
            async transaction =>
            {
                await transaction.Services.SaveAsync(service);
                await (heartbeat.IsStopping
                    ? transaction.Services.RemoveInstanceAsync(instance.Identity, instance.Instance)
                    : transaction.Services.SaveInstanceAsync(instance));
            },
            cancellationToken);
        registry.Put(service);
    }

    private ServiceRow ToRow(ServiceDefinition service) => new()
    {
        Identity = service.Identity,
        Version = service.Version,
        Description = service.Description,
        Filters = LedgerJson.Write(service.Filter.Rules),
        IsPersistent = service.IsPersistent,
        SeenAt = time.GetUtcNow(),
    };
}
