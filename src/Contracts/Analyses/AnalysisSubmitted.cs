using MassTransit;

namespace Karton.Contracts.Analyses;

/// <summary>An analysis has begun. Carries the whole root task, so that nothing is lost if its sender dies before the
/// task itself is published.</summary>
[MessageUrn("karton:analysis-submitted")]
[EntityName("karton.analysis-submitted")]
public sealed record AnalysisSubmitted
{
    /// <summary>The root task; its id is the analysis' id.</summary>
    public required KartonTask Task { get; init; }

    /// <summary>What the whole analysis may use. Default: the defaults of <see cref="AnalysisBudget"/>.</summary>
    public AnalysisBudget Budget { get; init; } = new();
}
