namespace Karton.Tracking.Storage.Model;

/// <summary>A process that runs a service, as of its last heartbeat.</summary>
internal sealed class InstanceRow
{
    public required string Identity { get; init; }

    public required string Instance { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When the last heartbeat came, by the ledger's clock.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>How long it had had nothing to do by then, by its own clock; <see langword="null"/> when it was
    /// busy.</summary>
    public TimeSpan? IdleFor { get; init; }

    public required int Concurrency { get; init; }

    /// <summary>What it was working on, as JSON.</summary>
    public required byte[] InWork { get; init; }

    /// <summary>The version of the service that it runs.</summary>
    public string? Version { get; init; }
}
