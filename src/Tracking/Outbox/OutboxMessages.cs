namespace Karton.Tracking.Outbox;

internal static class OutboxMessages;
