using MassTransit;

namespace Karton.Tracking.Analyses;

/// <summary>The deadline of an analysis has passed. From the watch over deadlines to the saga.</summary>
[MessageUrn("karton:analysis-overdue")]
[EntityName("karton.analysis-overdue")]
internal sealed record AnalysisOverdue
{
    public required Guid AnalysisId { get; init; }
}
