using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.LoadTest.Filters;
using MassTransit;

namespace Karton.Benchmarks;

/// <summary>Trees of tasks, in which each task has ten children as long as there are any.</summary>
internal static class Trees
{
    internal const string Identity = "bench.service";
    internal const string Filters = """[{"type": "sample", "stage": "recognized"}]""";

    private const int Fan = 10;
    private const int PayloadBytes = 1000;

    private static readonly DataMap Payload = new() { ["fill"] = new string('x', PayloadBytes) };

    /// <summary>A root task with 1 KB of payload.</summary>
    internal static KartonTask Root() => new()
    {
        Headers = ServiceFilters.Headers,
        Payload = Payload,
        Created = TimeProvider.System.GetUtcNow(),
    };

    /// <summary>The children of the task with this number, the root being 0, in a tree of this size.</summary>
    internal static IReadOnlyList<(KartonTask Task, int Number)> ChildrenOf(KartonTask parent, int number, int size) =>
    [
        .. Enumerable.Range(0, Fan).Select(i => ((long)number * Fan) + 1 + i).Where(child => child < size)
            .Select(child => (Child(parent), (int)child)),
    ];

    /// <summary>That the work on the task has ended, with as many children.</summary>
    internal static LedgerEntry End(KartonTask task, int children) =>
        End(task, [.. Enumerable.Range(0, children).Select(_ => Child(task))]);

    internal static LedgerEntry End(KartonTask task, IReadOnlyList<KartonTask> children) => new()
    {
        Outcome = new TaskOutcome
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
        },
    };

    private static KartonTask Child(KartonTask parent) => new()
    {
        TaskId = NewId.NextGuid(),
        AnalysisId = parent.AnalysisId,
        ParentId = parent.TaskId,
        Origin = Identity,
        Depth = parent.Depth + 1,
        Headers = parent.Headers,
        Payload = parent.Payload,
        Created = parent.Created,
    };
}
