namespace Karton.Sdk.Deliveries;

/// <summary>A consumer went on after its token was cancelled, until its delivery ended without it.</summary>
internal sealed class ConsumerAbandonedException()
    : OperationCanceledException("The consumer did not heed its cancellation token.");
