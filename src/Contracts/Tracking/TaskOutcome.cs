using MassTransit;

namespace Karton.Contracts.Tracking;

/// <summary>
/// A delivery has ended, and these are the child tasks it spawned. One message both ends the delivery and declares the
/// children, so that an analysis can never look finished between the two. An outcome whose children do not fit one
/// message is sent in numbered parts; the delivery ends when all are there.
/// </summary>
[MessageUrn("karton:task-outcome")]
[EntityName("karton.task-outcome")]
public sealed record TaskOutcome
{
    /// <summary>The analysis the task belongs to.</summary>
    public required Guid AnalysisId { get; init; }

    /// <summary>The task that was delivered.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>The service it was delivered to.</summary>
    public required string Identity { get; init; }

    /// <summary>Rises only when a person re-runs a delivery. Default 0.</summary>
    public int Generation { get; init; }

    /// <summary>How it ended.</summary>
    public required DeliveryStatus Status { get; init; }

    /// <summary>When the service began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>How many attempts it took within this delivery: at least 1, or 0 when the consumer never ran.</summary>
    public int Attempts { get; init; }

    /// <summary>The process that did it; unique per start of a process.</summary>
    public string? Instance { get; init; }

    /// <summary>The version of the service.</summary>
    public string? Version { get; init; }

    /// <summary>A sentence on why it ended as it did, for statuses other than finished and crashed.</summary>
    public string? Reason { get; init; }

    /// <summary>Why it crashed; <see langword="null"/> unless it did.</summary>
    public DeliveryError? Error { get; init; }

    /// <summary>The child tasks of this part, whole. Default: none.</summary>
    public IReadOnlyList<KartonTask> Children { get; init; } = [];

    /// <summary>What the service refused to work on. Default: nothing.</summary>
    public IReadOnlyList<Refusal> Refusals { get; init; } = [];

    /// <summary>The number of this part, from 0.</summary>
    public int Part { get; init; }

    /// <summary>How many parts there are: at least 1. Default 1.</summary>
    public int Parts { get; init; } = 1;
}
