using Karton.Contracts.Analyses;

namespace Karton.Tracking.Reports;

/// <summary>What one analysis has come to: figures and the tree of its samples.</summary>
public sealed class AnalysisReport
{
    public required Guid AnalysisId { get; init; }

    public required AnalysisState State { get; init; }

    /// <summary><see langword="null"/> while the analysis has not ended.</summary>
    public AnalysisOutcome? Outcome { get; init; }

    /// <summary>The nodes that are samples.</summary>
    public required int Samples { get; init; }

    public required int Tasks { get; init; }

    /// <summary>Deliveries that crashed.</summary>
    public required int Crashed { get; init; }

    /// <summary>Contents that services refused, and tasks that were skipped.</summary>
    public required int Refused { get; init; }

    /// <summary>From the submission to the end; <see langword="null"/> while the analysis has not ended.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The root of the tree; <see langword="null"/> when the ledger has not seen the root task yet.</summary>
    public SampleNode? Root { get; init; }

    /// <summary>Whether everything was done: completed, and nothing crashed or was refused.</summary>
    public bool IsClean =>
        State == AnalysisState.Completed && Outcome == AnalysisOutcome.Succeeded && Crashed == 0 && Refused == 0;
}
