using MassTransit;

namespace Karton.Contracts.Tracking;

/// <summary>What one process has to tell the ledger, several entries in one message: the cost of tracking is the hop of
/// its messages, so a process groups what it has.</summary>
[MessageUrn("karton:ledger-entries")]
[EntityName("karton.ledger-entries")]
public sealed record LedgerEntries
{
    /// <summary>The entries, in any order.</summary>
    public required IReadOnlyList<LedgerEntry> Entries { get; init; }
}
