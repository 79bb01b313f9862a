using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Ledger;

/// <summary>An analysis while a batch is applied to it: its row, and how it stood before.</summary>
internal sealed class FoldedAnalysis(AnalysisRow row)
{
    private readonly bool _wasKnown = row.IsKnown;
    private readonly bool _wasRunning = row.IsRunning;

    internal AnalysisRow Row { get; } = row;

    /// <summary>Whether anything but repeats came.</summary>
    internal bool HasChanged { get; set; }

    internal bool IsNewlyKnown => Row.IsKnown && !_wasKnown;

    internal bool HasStarted => Row.IsRunning && !_wasRunning;

    internal bool HasDrained => HasChanged && Row.IsDrained;

    /// <summary>Why no further task of it may be sent, or <see langword="null"/>.</summary>
    internal string? ReasonToSkip(PreparedTask task) => Row.State switch
    {
        AnalysisState.Cancelled => "The analysis had been cancelled.",
        AnalysisState.Expired => "The time of the analysis was over.",
        _ when task.Depth > Row.MaxDepth =>
            $"It lies {task.Depth} below the root, and this analysis may go {Row.MaxDepth} deep.",
        _ when Row.Tasks >= Row.MaxTasks => $"This analysis may have {Row.MaxTasks} tasks, and has.",
        _ => null,
    };
}
