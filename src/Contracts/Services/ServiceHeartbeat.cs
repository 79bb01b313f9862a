using Karton.Contracts.Data;
using MassTransit;

namespace Karton.Contracts.Services;

/// <summary>An instance of a service is alive. Sent when it starts, every 5 seconds, and when it stops.</summary>
[MessageUrn("karton:service-heartbeat")]
[EntityName("karton.service-heartbeat")]
public sealed record ServiceHeartbeat
{
    /// <summary>The service; also the name of its queue.</summary>
    public required string Identity { get; init; }

    /// <summary>The process; unique per start.</summary>
    public required string Instance { get; init; }

    /// <summary>The version of the service; <see langword="null"/> when it names none.</summary>
    public string? Version { get; init; }

    /// <summary>What the service does, for people; <see langword="null"/> when it does not say.</summary>
    public string? Description { get; init; }

    /// <summary>Its filters: a list of rules, as written.</summary>
    public required DataValue Filters { get; init; }

    /// <summary>Whether its queue outlives its instances. Default <see langword="true"/>.</summary>
    public bool IsPersistent { get; init; } = true;

    /// <summary>How many deliveries it works on at once.</summary>
    public required int Concurrency { get; init; }

    /// <summary>When the instance started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When this heartbeat was made.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>Since when it has had a free slot and got nothing to do; <see langword="null"/> while it is busy. A
    /// queue with work cannot stay full beside an idle instance, so this is what the reconciler trusts.</summary>
    public DateTimeOffset? IdleSince { get; init; }

    /// <summary>Whether this is its last heartbeat. Default <see langword="false"/>.</summary>
    public bool IsStopping { get; init; }

    /// <summary>What it is working on.</summary>
    public IReadOnlyList<DeliveryInWork> InWork { get; init; } = [];
}
