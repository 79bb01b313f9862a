using MassTransit;

namespace Karton.Tracking.Analyses;

/// <summary>The first outcome of an analysis is in and more is open, or more was opened after its end. From the ledger
/// to the saga.</summary>
[MessageUrn("karton:analysis-started")]
[EntityName("karton.analysis-started")]
internal sealed record AnalysisStarted
{
    public required Guid AnalysisId { get; init; }
}
