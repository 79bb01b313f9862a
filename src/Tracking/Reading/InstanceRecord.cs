namespace Karton.Tracking.Reading;

/// <summary>A process that runs a service, as of its last heartbeat.</summary>
public sealed record InstanceRecord
{
    public required string Instance { get; init; }

    /// <summary>The version of the service that it runs.</summary>
    public string? Version { get; init; }

    /// <summary>By the clock of its machine.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>How long ago its last heartbeat came.</summary>
    public required TimeSpan HeardAgo { get; init; }

    /// <summary>Whether that is not too long ago.</summary>
    public required bool IsAlive { get; init; }

    /// <summary>How many deliveries it works on at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>What it was working on, the longest first.</summary>
    public IReadOnlyList<InWorkRecord> InWork { get; init; } = [];
}
