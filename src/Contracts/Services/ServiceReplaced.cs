using Karton.Contracts.Data;
using MassTransit;

namespace Karton.Contracts.Services;

/// <summary>An instance with other filters has taken a service over. Instances that started before it and have other
/// filters take no more tasks. Published by the ledger to all processes, again while it hears of such
/// instances.</summary>
[MessageUrn("karton:service-replaced")]
[EntityName("karton.service-replaced")]
public sealed record ServiceReplaced
{
    /// <summary>The service.</summary>
    public required string Identity { get; init; }

    /// <summary>The filters that are valid now: a list of rules, as written.</summary>
    public required DataValue Filters { get; init; }

    /// <summary>When the instance that brought them started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>The version of that instance; <see langword="null"/> when it names none.</summary>
    public string? Version { get; init; }
}
