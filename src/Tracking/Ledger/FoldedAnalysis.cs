using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Ledger;

/// <summary>An analysis while a batch is applied to it: its row, and how it stood before.</summary>
internal sealed class FoldedAnalysis(AnalysisRow row)
{
    private readonly bool _wasKnown = row.IsKnown;
    private readonly bool _wasRunning = row.IsRunning;
    private readonly bool _wasCompleted = row.CompletedAt is not null;
    private readonly AnalysisState _state = row.State;

    internal AnalysisRow Row { get; } = row;

    /// <summary>Whether anything but repeats came.</summary>
    internal bool HasChanged { get; set; }

    /// <summary>The states that it has come to, in their order.</summary>
    internal IEnumerable<AnalysisState> NewStates
    {
        get
        {
            if (Row.IsKnown && !_wasKnown)
            {
                yield return _state;
            }

            if (Row.State != _state)
            {
                yield return Row.State;
            }
        }
    }

    internal bool HasStarted => Row.IsRunning && !_wasRunning;

    internal bool HasCompleted => !_wasCompleted && Row.CompletedAt is not null;

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
