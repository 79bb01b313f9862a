using Karton.Contracts.Tracking;

namespace Karton.Tracking.Reading;

/// <summary>One task given to one service.</summary>
public sealed record DeliveryRecord
{
    public required string Identity { get; init; }

    public int Generation { get; init; }

    /// <summary>How it ended; <see langword="null"/> while it is open.</summary>
    public DeliveryStatus? Status { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public int Attempts { get; init; }

    public string? Version { get; init; }

    public string? Reason { get; init; }

    public DeliveryError? Error { get; init; }

    public IReadOnlyList<Refusal> Refusals { get; init; } = [];
}
