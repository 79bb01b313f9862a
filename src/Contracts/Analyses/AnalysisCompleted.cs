namespace Karton.Contracts.Analyses;

/// <summary>An analysis has come to its end: nothing of it is open. Published once per end, within
/// <see cref="AnalysesCompleted"/>; an analysis that is re-run ends again.</summary>
public sealed record AnalysisCompleted
{
    /// <summary>The analysis.</summary>
    public required Guid AnalysisId { get; init; }

    /// <summary><see cref="AnalysisState.Completed"/>, <see cref="AnalysisState.Cancelled"/> or
    /// <see cref="AnalysisState.Expired"/>.</summary>
    public required AnalysisState State { get; init; }

    /// <summary>How it went.</summary>
    public required AnalysisOutcome Outcome { get; init; }

    /// <summary>Its counters at the end.</summary>
    public required AnalysisCounters Counters { get; init; }

    /// <summary>When the root task was submitted.</summary>
    public required DateTimeOffset SubmittedAt { get; init; }

    /// <summary>When the last delivery ended.</summary>
    public required DateTimeOffset CompletedAt { get; init; }
}
