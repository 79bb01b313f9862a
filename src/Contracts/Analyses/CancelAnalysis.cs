using MassTransit;

namespace Karton.Contracts.Analyses;

/// <summary>Stop an analysis: queued deliveries are dropped as cancelled, running ones have their token
/// cancelled.</summary>
[MessageUrn("karton:cancel-analysis")]
[EntityName("karton.cancel-analysis")]
public sealed record CancelAnalysis
{
    /// <summary>The analysis to stop.</summary>
    public required Guid AnalysisId { get; init; }

    /// <summary>Why, as the person who asked said it; <see langword="null"/> when nothing was said.</summary>
    public string? Reason { get; init; }
}
