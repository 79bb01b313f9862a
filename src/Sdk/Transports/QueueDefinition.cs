namespace Karton.Sdk.Transports;

/// <summary>A queue of Karton's own, which is no service's. Whoever publishes to one may make it, so all must know it
/// alike.</summary>
public sealed record QueueDefinition
{
    /// <summary>Submissions and outcomes on their way to the ledger.</summary>
    public static readonly QueueDefinition Ledger = new() { Name = "karton.ledger", IsSingleActive = true };

    /// <summary>Heartbeats on their way to the registry. The next one says the same, so an old one is
    /// dropped.</summary>
    public static readonly QueueDefinition Registry = new()
    {
        Name = "karton.registry",
        IsSingleActive = true,
        TimeToLive = TimeSpan.FromSeconds(10),
    };

    /// <summary>Events for the state machine of analyses.</summary>
    public static readonly QueueDefinition Analyses = new() { Name = "karton.analyses" };

    /// <summary>What is said to all processes, on its way to one of them.</summary>
    internal static QueueDefinition OfInstance(string name) =>
        new() { Name = $"karton.instance.{name}", IsTemporary = true };

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Whether one process at a time takes messages from it. Default <see langword="false"/>.</summary>
    public bool IsSingleActive { get; init; }

    /// <summary>Whether it goes with the process that takes from it. Default <see langword="false"/>.</summary>
    public bool IsTemporary { get; init; }

    /// <summary>How long a message waits before it is dropped. Default: without end.</summary>
    public TimeSpan? TimeToLive { get; init; }
}
