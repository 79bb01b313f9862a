namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>A durable queue as this process declares it.</summary>
internal sealed record DeclaredQueue(string Name, bool IsAutoDelete, IReadOnlyDictionary<string, object?> Arguments)
{
    /// <summary>Whether it is a service's, which gets tasks.</summary>
    internal bool IsService { get; init; }
}
