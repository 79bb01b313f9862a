namespace Karton.Tracking.Storage;

/// <summary>How many deliveries of a service are open, and when the oldest of them was sent last.</summary>
internal readonly record struct OpenCount(string Identity, int Count, DateTimeOffset OldestSentAt);
