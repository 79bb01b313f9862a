using Karton.Contracts.Analyses;

namespace Karton.Tracking.Reading;

/// <summary>What the ledger knows of one analysis as a whole.</summary>
public sealed record AnalysisRecord
{
    public required Guid AnalysisId { get; init; }

    public required AnalysisState State { get; init; }

    /// <summary>Set once the analysis has ended.</summary>
    public AnalysisOutcome? Outcome { get; init; }

    public required AnalysisCounters Counters { get; init; }

    public required DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }
}
