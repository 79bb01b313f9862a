using System.Text.Json;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using MassTransit;

namespace Karton.Tracking.Tests.Harness;

/// <summary>Tasks and outcomes of these tests, whose services want a <c>type</c>.</summary>
internal static class Tasks
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static KartonTask Root(string type, DateTimeOffset? deadline = null) => new()
    {
        Headers = new DataMap { ["type"] = type },
        Created = Noon,
        Deadline = deadline,
    };

    public static KartonTask Child(this KartonTask parent, string type, string? origin = null) => new()
    {
        TaskId = NewId.NextGuid(),
        AnalysisId = parent.AnalysisId,
        ParentId = parent.TaskId,
        Origin = origin,
        Depth = parent.Depth + 1,
        Headers = new DataMap { ["type"] = type },
        Created = Noon,
    };

    /// <summary>All of a task, for comparison: a root that names its analysis is another record than one that leaves it
    /// out.</summary>
    public static string Json(this KartonTask task) => JsonSerializer.Serialize(task);

    public static AnalysisSubmitted Submitted(this KartonTask root, AnalysisBudget? budget = null) =>
        new() { Task = root, Budget = budget ?? new AnalysisBudget() };

    public static TaskOutcome Outcome(this KartonTask task, string identity, params KartonTask[] children) => new()
    {
        AnalysisId = task.AnalysisId,
        TaskId = task.TaskId,
        Identity = identity,
        Status = DeliveryStatus.Finished,
        StartedAt = Noon.AddSeconds(1),
        EndedAt = Noon.AddSeconds(2),
        Attempts = 1,
        Instance = "instance-1",
        Version = "1.0",
        Children = children,
    };

    public static TaskOutcome Crashed(this KartonTask task, string identity) => task.Outcome(identity) with
    {
        Status = DeliveryStatus.Crashed,
        Error = new DeliveryError { Reason = "error", Type = "System.Exception", Message = "It broke." },
    };
}
