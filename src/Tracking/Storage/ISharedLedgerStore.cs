namespace Karton.Tracking.Storage;

/// <summary>A ledger whose database several processes may write to. Their transactions take turns, so that at each time
/// there is one writer.</summary>
internal interface ISharedLedgerStore : ILedgerStore
{
    /// <summary>Waits until no other process leads, and then runs <paramref name="lead"/> for as long as this one does:
    /// its token is cancelled when the lead is lost, as with the connection that holds it. Then waits again, until
    /// cancelled.</summary>
    /// <param name="lead">What one process at a time does. When it throws, that is thrown on and the lead is given
    /// up.</param>
    /// <param name="cancellationToken">Ends it all.</param>
    Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken);

    /// <summary>The services as of this transaction, another process may have changed them; <see langword="null"/> when
    /// they are as they were when <paramref name="mark"/> was returned.</summary>
    ValueTask<ServiceSnapshot?> ReadServicesAsync(ILedgerTransaction transaction, string? mark);
}
