using System.Text.Json.Serialization;

namespace Karton.Tests.Servers;

/// <summary>A binding as the management interface describes it.</summary>
public sealed record RabbitMqBinding
{
    /// <summary>The exchange that it leads from.</summary>
    public required string Source { get; init; }

    /// <summary>The queue or exchange that it leads to.</summary>
    public required string Destination { get; init; }

    /// <summary>"queue" or "exchange".</summary>
    [JsonPropertyName("destination_type")]
    public required string DestinationType { get; init; }

    [JsonPropertyName("routing_key")]
    public required string RoutingKey { get; init; }
}
