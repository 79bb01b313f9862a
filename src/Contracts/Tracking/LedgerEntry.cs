using Karton.Contracts.Analyses;

namespace Karton.Contracts.Tracking;

/// <summary>One thing for the ledger to record: exactly one of the two is set.</summary>
public sealed record LedgerEntry
{
    /// <summary>An analysis has begun.</summary>
    public AnalysisSubmitted? Submitted { get; init; }

    /// <summary>A delivery has ended.</summary>
    public TaskOutcome? Outcome { get; init; }
}
