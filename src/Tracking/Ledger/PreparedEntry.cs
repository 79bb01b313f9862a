using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Services;

namespace Karton.Tracking.Ledger;

/// <summary>An entry with all the work done that needs no database; exactly one of root and outcome is set.</summary>
internal sealed class PreparedEntry
{
    public required Guid AnalysisId { get; init; }

    public PreparedTask? Root { get; init; }

    public AnalysisBudget Budget { get; init; } = new();

    public DateTimeOffset SubmittedAt { get; init; }

    public DateTimeOffset? Deadline { get; init; }

    /// <summary>The outcome without its children.</summary>
    public TaskOutcome? Outcome { get; init; }

    public IReadOnlyList<PreparedTask> Children { get; init; } = [];

    /// <summary>About how many bytes it will write.</summary>
    public required int Size { get; init; }

    /// <summary>Finds out which of these services want its tasks.</summary>
    internal void Match(IReadOnlyList<RegisteredService> services)
    {
        Root?.Match(services);
        foreach (var child in Children)
        {
            child.Match(services);
        }
    }
}
