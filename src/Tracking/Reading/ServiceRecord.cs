using Karton.Contracts.Data;

namespace Karton.Tracking.Reading;

/// <summary>What the ledger knows of one service.</summary>
public sealed record ServiceRecord
{
    public required string Identity { get; init; }

    /// <summary>Whether the registry knows it. When it does not, it was removed, and what is open at it ends
    /// soon.</summary>
    public bool IsRegistered { get; init; } = true;

    /// <summary>The version of the instance that its filters come from.</summary>
    public string? Version { get; init; }

    public string? Description { get; init; }

    /// <summary>A list of rules, as written; <see langword="null"/> when it is not registered.</summary>
    public DataValue? Filters { get; init; }

    /// <summary>Whether its queue outlives its instances.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Its instances by name, the silent ones of the last hour among them.</summary>
    public IReadOnlyList<InstanceRecord> Instances { get; init; } = [];

    /// <summary>How many deliveries are open, in work or not.</summary>
    public int Open { get; init; }

    /// <summary>When the longest open one was sent, the last time; <see langword="null"/> when none is.</summary>
    public DateTimeOffset? OldestSentAt { get; init; }
}
