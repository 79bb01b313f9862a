namespace Karton.Tracking.Ledger;

/// <summary>The door for entries that come over the bus: shut until the services are known that the entries are from,
/// and when the process stops. Counts what has come and is not written yet.</summary>
internal sealed class LedgerIntake
{
    private readonly TaskCompletionSource _door = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _inside;

    /// <summary>Whether nothing that came over the bus waits or is being written in this process.</summary>
    internal bool IsEmpty => Volatile.Read(ref _inside) == 0;

    internal void Open() => _door.TrySetResult();

    /// <summary>Turns away what waits at the door; what came through before is written.</summary>
    internal void Close() => _door.TrySetException(new LedgerClosedException());

    /// <exception cref="LedgerClosedException">The process stopped before the door was opened.</exception>
    internal async Task TakeAsync(Func<Task> record, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            await _door.Task.WaitAsync(cancellationToken);
            await record();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
