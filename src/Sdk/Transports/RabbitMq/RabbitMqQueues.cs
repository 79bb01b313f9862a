using Karton.Contracts;
using RabbitMQ.Client;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>How queues and exchanges are declared. RabbitMQ refuses to declare one anew that differs in anything, so
/// all of it stands here.</summary>
internal static class RabbitMqQueues
{
    internal const string Tasks = "karton.tasks";

    private const string Quorum = "quorum";

    // Each level costs memory in the broker, and there are three.
    private const int HighestPriority = 2;

    /// <summary>The arguments of a service's queue. One that goes with its instances is never replicated.</summary>
    internal static Dictionary<string, object?> Arguments(QueueType type, bool isPersistent) =>
        type == QueueType.Quorum && isPersistent
            ? new() { [Headers.XQueueType] = Quorum }
            : new() { [Headers.XMaxPriority] = HighestPriority };

    /// <summary>The arguments of a queue of Karton's own.</summary>
    internal static Dictionary<string, object?> Arguments(QueueType type, QueueDefinition queue)
    {
        var arguments = new Dictionary<string, object?>();
        if (type == QueueType.Quorum && !queue.IsTemporary)
        {
            arguments[Headers.XQueueType] = Quorum;
        }

        if (queue.IsSingleActive)
        {
            arguments[Headers.XSingleActiveConsumer] = true;
        }

        if (queue.TimeToLive is { } limit)
        {
            arguments[Headers.XMessageTTL] = (int)limit.TotalMilliseconds;
        }

        return arguments;
    }

    /// <summary>In quorum queues of RabbitMQ 4 and later all above 4 goes first; earlier ones heed none of
    /// it.</summary>
    internal static byte NumberOf(QueueType type, TaskPriority priority) => (type, priority) switch
    {
        (QueueType.Quorum, TaskPriority.Low) => 1,
        (QueueType.Quorum, TaskPriority.High) => 8,
        (QueueType.Quorum, _) => 4,
        (_, TaskPriority.Low) => 0,
        (_, TaskPriority.High) => HighestPriority,
        _ => 1,
    };
}
