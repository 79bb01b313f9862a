using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using MassTransit;

namespace Karton.Bench.Ledger;

/// <summary>Trees of tasks, in which each task has ten children as long as there are any.</summary>
internal static class Trees
{
    internal const string Identity = "bench.service";
    internal const string Filters = """[{"type":"bench"}]""";

    private const int Fan = 10;

    internal static KartonTask Root() => new()
    {
        Headers = new DataMap { ["type"] = "bench" },
        Created = TimeProvider.System.GetUtcNow(),
    };

    /// <summary>The children of the task with this number, the root being 0, in a tree of this size.</summary>
    internal static IReadOnlyList<(KartonTask Task, int Number)> ChildrenOf(KartonTask parent, int number, int size) =>
    [
        .. Enumerable.Range(0, Fan).Select(i => ((long)number * Fan) + 1 + i).Where(child => child < size)
            .Select(child => (
                new KartonTask
                {
                    TaskId = NewId.NextGuid(),
                    AnalysisId = parent.AnalysisId,
                    ParentId = parent.TaskId,
                    Origin = Identity,
                    Depth = parent.Depth + 1,
                    Headers = parent.Headers,
                    Created = parent.Created,
                },
                (int)child)),
    ];

    internal static TaskOutcome Outcome(KartonTask task, IReadOnlyList<KartonTask> children) => new()
    {
        AnalysisId = task.AnalysisId,
        TaskId = task.TaskId,
        Identity = Identity,
        Status = DeliveryStatus.Finished,
        StartedAt = task.Created,
        EndedAt = task.Created,
        Attempts = 1,
        Instance = "bench",
        Version = "1.0",
        Children = children,
    };
}
