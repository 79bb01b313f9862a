using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;

namespace Karton.Tracking.Ledger;

/// <summary>The way to a ledger in the same process: a call, answered after the commit.</summary>
internal sealed class DirectTrackingChannel(EntryPreparer preparer, LedgerWriter writer) : ITrackingChannel
{
    public Task<TrackingReceipt> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken) =>
        writer.RecordAsync(preparer.Prepare(entry), cancellationToken);
}
