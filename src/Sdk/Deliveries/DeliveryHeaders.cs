namespace Karton.Sdk.Deliveries;

/// <summary>Transport headers of a task that was sent straight to one service.</summary>
public static class DeliveryHeaders
{
    /// <summary>The identity of the service the task was sent to. A task that carries it always ends in an outcome of
    /// that service: rejected where its filters do not match.</summary>
    public const string Receiver = "karton-receiver";

    /// <summary>The generation of the delivery; see <c>TaskOutcome.Generation</c>.</summary>
    public const string Generation = "karton-generation";

    /// <summary>The instances to which the message was redelivered, because whoever had it before did not end
    /// it.</summary>
    internal const string RedeliveredTo = "karton-redelivered-to";
}
