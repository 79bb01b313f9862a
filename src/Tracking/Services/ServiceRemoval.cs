using Karton.Sdk.Transports;
using Karton.Tracking.Ledger;
using Karton.Tracking.Reconciling;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Services;

internal sealed class ServiceRemoval(
    LedgerWriter writer,
    IBroker broker,
    DeliveryResender resender,
    TimeProvider time,
    IOptions<TrackingOptions> options) : IServiceRemoval
{
    public async Task<ServiceRemovalResult> RemoveAsync(string identity, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(identity);
        var result = await writer.ChangeAsync(
            async transaction =>
            {
                var alive = time.GetUtcNow() - options.Value.SilentAfter;
                var instances = await transaction.Services.ListInstancesAsync(identity);
                var live = instances.Where(one => one.ReceivedAt >= alive).Select(one => one.Instance).ToList();
                var isKnown = await transaction.Services.FindAsync(identity) is not null;
                if (live.Count == 0)
                {
                    await transaction.Services.RemoveAsync(identity);
                }

                return new ServiceRemovalResult { WasKnown = isKnown, LiveInstances = live };
            },
            cancellationToken);
        if (!result.IsRemoved)
        {
            return result;
        }

        // From the removal on no task is expected there, so that what is open now is all there will be.
        await broker.RemoveAsync(identity, cancellationToken);
        return result with
        {
            Abandoned = await resender.AbandonAllAsync(identity, DateTimeOffset.MaxValue, cancellationToken),
        };
    }
}
