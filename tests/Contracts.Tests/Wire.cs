using System.Text.Json;
using MassTransit.Serialization;

namespace Karton.Contracts.Tests;

/// <summary>JSON as MassTransit puts it on the wire.</summary>
internal static class Wire
{
    internal static string Write<T>(T message) =>
        JsonSerializer.Serialize(message, SystemTextJsonMessageSerializer.Options);

    /// <summary>Reads as a receiver does: the whole envelope is parsed first, the message out of it later.</summary>
    internal static T Read<T>(string json)
    {
        var element = JsonSerializer.Deserialize<JsonElement>(json, SystemTextJsonMessageSerializer.Options);
        return element.Deserialize<T>(SystemTextJsonMessageSerializer.Options)!;
    }

    internal static T RoundTrip<T>(T message) => Read<T>(Write(message));
}
