using Karton.Contracts.Data;
using Karton.Tracking.Services;

namespace Karton.Tracking.Ledger;

/// <summary>A task as the ledger records it.</summary>
internal sealed class PreparedTask
{
    private IReadOnlyList<RegisteredService>? _matchedWith;

    public required Guid TaskId { get; init; }

    public required Guid? ParentId { get; init; }

    public required int Depth { get; init; }

    /// <summary>The task as JSON.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The headers that filters see.</summary>
    public required DataMap Headers { get; init; }

    /// <summary>Those of the services it was matched with last that want it.</summary>
    public IReadOnlyList<string> Receivers { get; private set; } = [];

    /// <summary>The objects of the store that it refers to.</summary>
    public required IReadOnlyList<byte[]> Objects { get; init; }

    /// <summary>Finds out which of these services want it; costs nothing when that is known.</summary>
    internal void Match(IReadOnlyList<RegisteredService> services)
    {
        if (!ReferenceEquals(services, _matchedWith))
        {
            Receivers = ServiceRegistry.FindReceivers(services, Headers);
            _matchedWith = services;
        }
    }
}
