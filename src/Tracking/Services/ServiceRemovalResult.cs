namespace Karton.Tracking.Services;

/// <summary>What became of the removal of a service.</summary>
public sealed record ServiceRemovalResult
{
    /// <summary>Whether the registry knew the service. When it did not, a queue of that name was removed
    /// nevertheless.</summary>
    public required bool WasKnown { get; init; }

    /// <summary>The instances that are alive; when there are any, nothing was done.</summary>
    public IReadOnlyList<string> LiveInstances { get; init; } = [];

    /// <summary>How many open deliveries ended as abandoned.</summary>
    public int Abandoned { get; init; }

    /// <summary>Whether it was done.</summary>
    public bool IsRemoved => LiveInstances.Count == 0;
}
