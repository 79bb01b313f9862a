namespace Karton.Tracking.Storage;

/// <summary>An open delivery, how often it was sent again, and its task; <see langword="null"/> when the ledger has not
/// got the task.</summary>
internal readonly record struct OpenDelivery(DeliveryKey Key, int Resends, byte[]? Task);
