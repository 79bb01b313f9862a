namespace Karton.Tracking.Reading;

/// <summary>One delivery that has not ended, and where it is.</summary>
public sealed record OpenDeliveryRecord
{
    public required Guid TaskId { get; init; }

    public required string Identity { get; init; }

    public int Generation { get; init; }

    /// <summary>When it was sent, the last time.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How often it was sent again because it was lost.</summary>
    public int Resends { get; init; }

    /// <summary>The instance that works on it; <see langword="null"/> when none does, so that it is queued.</summary>
    public string? Instance { get; init; }

    /// <summary>How long that instance has worked on it.</summary>
    public TimeSpan? InWorkFor { get; init; }

    /// <summary>How many instances of the service are alive. With none, it waits for one to be started.</summary>
    public int LiveInstances { get; init; }

    /// <summary>Whether the registry knows the service.</summary>
    public bool IsRegistered { get; init; }
}
