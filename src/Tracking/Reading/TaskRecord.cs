using Karton.Contracts;

namespace Karton.Tracking.Reading;

/// <summary>One task with its deliveries.</summary>
public sealed record TaskRecord
{
    public required KartonTask Task { get; init; }

    /// <summary>Why it was given to no service although some want it; <see langword="null"/> for every other
    /// task.</summary>
    public string? SkippedBecause { get; init; }

    /// <summary>By identity, then generation. Empty when no service wants the task.</summary>
    public IReadOnlyList<DeliveryRecord> Deliveries { get; init; } = [];
}
