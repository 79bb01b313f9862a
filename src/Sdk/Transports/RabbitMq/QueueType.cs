namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>The kind of RabbitMQ's queues.</summary>
public enum QueueType
{
    /// <summary>On one node, with priorities. The default.</summary>
    Classic,

    /// <summary>Replicated on the nodes of a cluster. RabbitMQ before 4.0 has no priorities there.</summary>
    Quorum,
}
