using Karton.Contracts.Data;
using Karton.Contracts.Services;
using Karton.Sdk.Catalog;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Services;

/// <summary>Writes down which services there are and what their instances do.</summary>
internal sealed partial class ServiceDirectory(
    ServiceRegistry registry,
    ILedgerStore store,
    LedgerWriter writer,
    ServiceBindings bindings,
    TimeProvider time,
    IOptions<TrackingOptions> options,
    ILogger<ServiceDirectory> logger)
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

    /// <summary>Takes note of an instance and of the service that it runs. Where instances differ, the one that started
    /// last says what the service wants; those of before are told that they are replaced.</summary>
    internal async Task RecordAsync(ServiceHeartbeat heartbeat, CancellationToken cancellationToken)
    {
        var service = ToRow(heartbeat);
        var before = await writer.ChangeAsync(
            transaction => RecordAsync(transaction, heartbeat, service), cancellationToken);
        if (before is { IsAccepted: true } && store is not ISharedLedgerStore)
        {
            registry.Put(service);
        }

        if (before.Service is { } known && !HasFiltersOf(known, service))
        {
            if (before.IsAccepted)
            {
                FiltersChanged(heartbeat.Identity, heartbeat.Instance, heartbeat.Version);
            }

            // An outdated instance may have bound its queue when its connection began anew.
            bindings.Note(before.IsAccepted ? known : service);
        }

        await bindings.UnbindStaleAsync(heartbeat.Identity, cancellationToken);
    }

    private async ValueTask<Before> RecordAsync(
        ILedgerTransaction transaction, ServiceHeartbeat heartbeat, ServiceRow service)
    {
        var known = await transaction.Services.FindAsync(heartbeat.Identity);
        var newer = known is null || HasFiltersOf(known, service) || heartbeat.IsStopping
            ? null
            : await FindNewerAsync(transaction, heartbeat);
        var isAccepted = newer is null && !(heartbeat.IsStopping && known is not null);
        if (isAccepted)
        {
            await transaction.Services.SaveAsync(service);
        }

        await (heartbeat.IsStopping
            ? transaction.Services.RemoveInstanceAsync(heartbeat.Identity, heartbeat.Instance)
            : transaction.Services.SaveInstanceAsync(ToInstance(heartbeat)));
        if (newer is not null)
        {
            await transaction.Outbox.AddAsync([ToReplaced(known!, newer.StartedAt)]);
        }
        else if (isAccepted && known is not null && !HasFiltersOf(known, service))
        {
            await transaction.Outbox.AddAsync([ToReplaced(service, heartbeat.StartedAt)]);
        }

        return new Before(known, isAccepted);
    }

    private async ValueTask<InstanceRow?> FindNewerAsync(ILedgerTransaction transaction, ServiceHeartbeat heartbeat)
    {
        var alive = time.GetUtcNow() - options.Value.SilentAfter;
        return (await transaction.Services.ListInstancesAsync(heartbeat.Identity))
            .Where(other => other.Instance != heartbeat.Instance
                && other.ReceivedAt >= alive
                && other.StartedAt > heartbeat.StartedAt)
            .MaxBy(other => other.StartedAt);
    }

    private static bool HasFiltersOf(ServiceRow one, ServiceRow other) =>
        one.Filters.AsSpan().SequenceEqual(other.Filters);

    private static OutboxRow ToReplaced(ServiceRow service, DateTimeOffset startedAt) =>
        OutboxMessages.ToRow(new ServiceReplaced
        {
            Identity = service.Identity,
            Filters = LedgerJson.Read<DataValue>(service.Filters),
            StartedAt = startedAt,
            Version = service.Version,
        });

    private ServiceRow ToRow(ServiceHeartbeat heartbeat) => new()
    {
        Identity = heartbeat.Identity,
        Version = heartbeat.Version,
        Description = heartbeat.Description,
        Filters = LedgerJson.Write(heartbeat.Filters),
        IsPersistent = heartbeat.IsPersistent,
        SeenAt = time.GetUtcNow(),
    };

    // Times by the instance's own clock: only their differences count.
    private InstanceRow ToInstance(ServiceHeartbeat heartbeat)
    {
        var now = time.GetUtcNow();
        return new InstanceRow
        {
            Identity = heartbeat.Identity,
            Instance = heartbeat.Instance,
            StartedAt = heartbeat.StartedAt,
            ReceivedAt = now,
            IdleFor = heartbeat.SentAt - heartbeat.IdleSince,
            Concurrency = heartbeat.Concurrency,
            InWork = LedgerJson.Write(heartbeat.InWork
                .Select(delivery => delivery with { StartedAt = now - (heartbeat.SentAt - delivery.StartedAt) })
                .ToList()),
            Version = heartbeat.Version,
        };
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

    [LoggerMessage(
        3041,
        LogLevel.Information,
        "The filters of {Identity} are now those of instance {Instance}, version {Version}; instances that started "
        + "before it and have others are replaced")]
    private partial void FiltersChanged(string identity, string instance, string? version);

    /// <summary>What was known of a service before a heartbeat, and whether the heartbeat may change it.</summary>
    private sealed record Before(ServiceRow? Service, bool IsAccepted);
}
