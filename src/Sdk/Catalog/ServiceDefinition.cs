using Karton.Contracts.Filters;

namespace Karton.Sdk.Catalog;

/// <summary>A service of this process, as its attributes describe it.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Its unique name, which is also its queue's.</summary>
    public required string Identity { get; init; }

    /// <summary>Its version; <see langword="null"/> when it names none.</summary>
    public string? Version { get; init; }

    /// <summary>What it does, for people; <see langword="null"/> when it does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Its filters.</summary>
    public required TaskFilter Filter { get; init; }

    /// <summary>How many deliveries it works on at once: at least 1.</summary>
    public required int Concurrency { get; init; }

    /// <summary>How long one delivery may take; <see langword="null"/> when there is no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Whether its queue outlives its instances.</summary>
    public bool IsPersistent { get; init; } = true;

    /// <summary>The class that consumes the tasks.</summary>
    public required Type ConsumerType { get; init; }
}
