using System.Text.Json;
using System.Text.Json.Serialization;

namespace Karton.Tests.Servers;

/// <summary>A queue as the management interface describes it. The figures are up to a second old.</summary>
public sealed record RabbitMqQueueState
{
    public required string Name { get; init; }

    /// <summary>"classic" or "quorum".</summary>
    public required string Type { get; init; }

    public required bool Durable { get; init; }

    [JsonPropertyName("auto_delete")]
    public required bool AutoDelete { get; init; }

    public required bool Exclusive { get; init; }

    public required IReadOnlyDictionary<string, JsonElement> Arguments { get; init; }

    /// <summary>The node that has the queue, or leads it: such as "rabbit2@localhost"; empty for one that was made a
    /// moment ago.</summary>
    public string Node { get; init; } = "";

    /// <summary>The nodes that have a copy; none for a classic queue.</summary>
    public IReadOnlyList<string> Members { get; init; } = [];

    public long Messages { get; init; }

    [JsonPropertyName("messages_ready")]
    public long Ready { get; init; }

    [JsonPropertyName("messages_unacknowledged")]
    public long Unacknowledged { get; init; }

    public int Consumers { get; init; }
}
