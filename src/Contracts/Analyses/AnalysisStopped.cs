using MassTransit;

namespace Karton.Contracts.Analyses;

/// <summary>An analysis was stopped before its end. Every instance of every service gets it and drops what it has of
/// that analysis.</summary>
[MessageUrn("karton:analysis-stopped")]
[EntityName("karton.analysis-stopped")]
public sealed record AnalysisStopped
{
    /// <summary>The analysis that was stopped.</summary>
    public required Guid AnalysisId { get; init; }

    /// <summary><see cref="AnalysisState.Cancelled"/> or <see cref="AnalysisState.Expired"/>.</summary>
    public required AnalysisState State { get; init; }
}
