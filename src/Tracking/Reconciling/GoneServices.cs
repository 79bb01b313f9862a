using Karton.Sdk.Transports;
using Karton.Tracking.Ledger;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Reconciling;

/// <summary>
/// Ends what waits for services that are no more. A service whose queue does not outlive its instances is gone when
/// none of them is heard of; any other when a person removes it.
/// </summary>
internal sealed partial class GoneServices(
    ILedgerStore store,
    LedgerWriter writer,
    DeliveryResender resender,
    QueueWatch queues,
    TimeProvider time,
    IOptions<TrackingOptions> options,
    ILogger<GoneServices> logger)
{
    // Long enough to see in a list which processes there were.
    private static readonly TimeSpan ForgetInstancesAfter = TimeSpan.FromHours(1);

    private DateTimeOffset _since;
    private HashSet<string> _goneBefore = [];

    /// <summary>This process begins to watch: silence of before says nothing.</summary>
    internal void Begin()
    {
        _since = time.GetUtcNow();
        _goneBefore = [];
    }

    /// <summary>One round, at a time when nothing waits to be recorded.</summary>
    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        var services = await store.Queries.ListServicesAsync(cancellationToken);
        await RemoveSilentAsync(services, cancellationToken);
        await ForgetInstancesAsync(cancellationToken);

        // Twice in a row: an outcome in several parts may come from a service that is known in a moment.
        var awaited = await store.Queries.ListAwaitedServicesAsync(cancellationToken);
        var goneNow = awaited.Except(services.Select(service => service.Identity)).ToHashSet();
        foreach (var identity in goneNow.Intersect(_goneBefore))
        {
            var count = await resender.AbandonAllAsync(
                identity, time.GetUtcNow() - options.Value.SilentAfter, cancellationToken);
            if (count > 0)
            {
                Abandoned(identity, count);
            }
        }

        _goneBefore = goneNow;
    }

    private async Task RemoveSilentAsync(IEnumerable<ServiceRow> services, CancellationToken cancellationToken)
    {
        var silentSince = time.GetUtcNow() - options.Value.SilentAfter;
        var silent = services.Where(service => IsSilent(service, silentSince)).ToList();
        // Where nobody takes heartbeats, nobody is heard.
        if (silent.Count == 0 || _since > silentSince
            || !await queues.IsEmptyAsync(QueueDefinition.Registry.Name, cancellationToken))
        {
            return;
        }

        foreach (var service in silent)
        {
            var isRemoved = await writer.ChangeAsync(
                async transaction =>
                {
                    var isStillSilent = await transaction.Services.FindAsync(service.Identity) is { } row
                        && IsSilent(row, silentSince);
                    if (isStillSilent)
                    {
                        await transaction.Services.RemoveAsync(service.Identity);
                    }

                    return isStillSilent;
                },
                cancellationToken);
            if (isRemoved)
            {
                Removed(service.Identity, options.Value.SilentAfter);
            }
        }
    }

    private static bool IsSilent(ServiceRow service, DateTimeOffset since) =>
        !service.IsPersistent && service.SeenAt < since;

    private async Task ForgetInstancesAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - ForgetInstancesAfter;
        if ((await store.Queries.ListInstancesAsync(cancellationToken)).Any(one => one.ReceivedAt < before))
        {
            await writer.ChangeAsync(
                transaction => transaction.Services.RemoveInstancesAsync(before), cancellationToken);
        }
    }

    [LoggerMessage(
        3037,
        LogLevel.Information,
        "{Identity} keeps no queue and none of its instances was heard of for {Time}, so it is removed")]
    private partial void Removed(string identity, TimeSpan time);

    [LoggerMessage(3038, LogLevel.Warning, "{Identity} is no more, so {Count} open deliveries end as abandoned")]
    private partial void Abandoned(string identity, int count);
}
