namespace Karton.Sdk.Deliveries;

/// <summary>
/// A delivery could not be brought to an end here, and must be delivered again. It counts as a cancellation, because
/// MassTransit moves every other exception to an error queue.
/// </summary>
internal sealed class DeliveryInterruptedException(string message, Exception? cause = null)
    : OperationCanceledException(message, cause);
