namespace Karton.Tracking.Storage;

/// <summary>An open delivery of an analysis, when it was sent last, and how often it was sent again.</summary>
internal readonly record struct WaitingDelivery(
    Guid TaskId, string Identity, int Generation, DateTimeOffset SentAt, int Resends);
