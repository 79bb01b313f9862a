using MassTransit;

namespace Karton.Contracts.Analyses;

/// <summary>Analyses have come to their end: those that ended in one transaction of the ledger. One message for each
/// would cost the broker as much as a task does.</summary>
[MessageUrn("karton:analyses-completed")]
[EntityName("karton.analyses-completed")]
public sealed record AnalysesCompleted
{
    /// <summary>The analyses, at least one, each once.</summary>
    public required IReadOnlyList<AnalysisCompleted> Analyses { get; init; }
}
