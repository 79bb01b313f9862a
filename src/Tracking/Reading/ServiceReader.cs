using Karton.Contracts.Data;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reading;

internal sealed class ServiceReader(ILedgerStore store, TimeProvider time, IOptions<TrackingOptions> options)
    : IServiceReader
{
    public async Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var services = (await store.Queries.ListServicesAsync(cancellationToken)).ToDictionary(row => row.Identity);
        var open = (await store.Queries.CountOpenAsync(cancellationToken)).ToDictionary(one => one.Identity);
        var instances = (await store.Queries.ListInstancesAsync(cancellationToken)).ToLookup(row => row.Identity);
        return [.. services.Keys.Union(open.Keys).Order(StringComparer.Ordinal).Select(identity => ToRecord(
            identity,
            services.GetValueOrDefault(identity),
            open.GetValueOrDefault(identity),
            instances[identity].Select(row => InstanceRecords.ToRecord(row, now, options.Value.SilentAfter))))];
    }

    private static ServiceRecord ToRecord(
        string identity, ServiceRow? row, OpenCount open, IEnumerable<InstanceRecord> instances) => new()
        {
            Identity = identity,
            IsRegistered = row is not null,
            Version = row?.Version,
            Description = row?.Description,
            Filters = row is null ? default(DataValue?) : LedgerJson.Read<DataValue>(row.Filters),
            IsPersistent = row?.IsPersistent ?? false,
            Instances = [.. instances.OrderBy(instance => instance.Instance, StringComparer.Ordinal)],
            Open = open.Count,
            OldestSentAt = open.Count == 0 ? null : open.OldestSentAt,
        };
}
