using System.Text.Json.Serialization;

namespace Karton.Tests.Servers;

/// <summary>An exchange as the management interface describes it.</summary>
public sealed record RabbitMqExchange
{
    public required string Name { get; init; }

    /// <summary>"topic", "fanout" or another.</summary>
    public required string Type { get; init; }

    public required bool Durable { get; init; }

    [JsonPropertyName("auto_delete")]
    public required bool AutoDelete { get; init; }
}
