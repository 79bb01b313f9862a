namespace Karton.Tracking.Ledger;

/// <summary>A task as the ledger records it.</summary>
internal sealed class PreparedTask
{
    public required Guid TaskId { get; init; }

    public required Guid? ParentId { get; init; }

    public required int Depth { get; init; }

    /// <summary>The task as JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The services that want it, by the registry as it was when the entry came.</summary>
    public required IReadOnlyList<string> Receivers { get; init; }

    /// <summary>The objects of the store that it refers to.</summary>
    public required IReadOnlyList<byte[]> Objects { get; init; }
}
