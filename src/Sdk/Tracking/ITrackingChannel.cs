using Karton.Contracts.Tracking;

namespace Karton.Sdk.Tracking;

/// <summary>
/// The way of submissions and outcomes to the ledger. Recording has happened when the task returns: after the ledger's
/// commit in the embedded engine, after the broker's confirm in the distributed one.
/// </summary>
public interface ITrackingChannel
{
    /// <summary>Records one entry. Recording the same entry again changes nothing.</summary>
    /// <returns>The children that the ledger has refused and that must not be sent; empty where the ledger is
    /// elsewhere.</returns>
    /// <exception cref="TimeoutException">It could not be recorded in time; the caller must not go on.</exception>
    Task<TrackingReceipt> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken);
}
