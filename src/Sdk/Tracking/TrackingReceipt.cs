namespace Karton.Sdk.Tracking;

/// <summary>What the ledger says to an entry.</summary>
public sealed record TrackingReceipt
{
    /// <summary>The receipt that refuses nothing.</summary>
    public static TrackingReceipt Accepted { get; } = new();

    /// <summary>Ids of declared tasks that exceed the analysis' budget. The ledger has recorded them as skipped; they
    /// are not to be sent.</summary>
    public IReadOnlySet<Guid> Refused { get; init; } = new HashSet<Guid>();
}
