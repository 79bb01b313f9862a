namespace Karton.Tracking.Ledger;

/// <summary>Counts what came over the bus and is not written yet.</summary>
internal sealed class LedgerIntake
{
    private int _inside;

    /// <summary>Whether nothing that came over the bus is being written in this process.</summary>
    internal bool IsEmpty => Volatile.Read(ref _inside) == 0;

    internal async Task TakeAsync(Func<Task> record)
    {
        Interlocked.Increment(ref _inside);
        try
        {
            await record();
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }
    }
}
