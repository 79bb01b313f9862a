namespace Karton.Tracking.Storage.Model;

/// <summary>A message that is to be published once the transaction that wrote it is committed.</summary>
internal sealed class OutboxRow
{
    /// <summary>Given by the database, rising.</summary>
    public long Sequence { get; init; }

    public required Guid MessageId { get; init; }

    /// <summary>Which message it is: a word of <see cref="Outbox.OutboxMessages"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The message as JSON.</summary>
    public required byte[] Body { get; init; }
}
