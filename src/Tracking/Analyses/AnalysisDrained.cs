using MassTransit;

namespace Karton.Tracking.Analyses;

/// <summary>Nothing of an analysis was open when the ledger wrote this. From the ledger to the saga, which looks
/// whether that still holds.</summary>
[MessageUrn("karton:analysis-drained")]
[EntityName("karton.analysis-drained")]
internal sealed record AnalysisDrained
{
    public required Guid AnalysisId { get; init; }

    /// <summary>Whether it had had its end, and something was told only then that the ledger did not know it had to
    /// wait for: the counters of the end have changed.</summary>
    public bool IsCorrection { get; init; }
}
