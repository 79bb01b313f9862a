using Karton.Sdk.Tracking;
using Karton.Tracking.Storage;

namespace Karton.Tracking.Ledger;

/// <summary>Something for the writer to do, which shares a transaction with others. After a failure it may be done
/// again.</summary>
internal abstract class LedgerWork
{
    /// <summary>About how many bytes it will write.</summary>
    internal abstract int Size { get; }

    /// <summary>The transaction is committed.</summary>
    internal abstract void Complete();

    internal abstract void Fail(Exception failure);
}

/// <summary>An entry to be recorded. All entries of a batch are folded together.</summary>
internal sealed class EntryWork(PreparedEntry entry) : LedgerWork
{
    private readonly TaskCompletionSource<TrackingReceipt> _done =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal PreparedEntry Entry => entry;

    internal TrackingReceipt Receipt { get; set; } = TrackingReceipt.Accepted;

    internal Task<TrackingReceipt> Done => _done.Task;

    internal override int Size => entry.Size;

    internal override void Complete() => _done.TrySetResult(Receipt);

    internal override void Fail(Exception failure) => _done.TrySetException(failure);
}

/// <summary>Any other change of the database.</summary>
internal abstract class ChangeWork : LedgerWork
{
    internal override int Size => 1024;

    internal abstract ValueTask ApplyAsync(ILedgerTransaction transaction);
}

internal sealed class ChangeWork<T>(Func<ILedgerTransaction, ValueTask<T>> change) : ChangeWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;

    internal Task<T> Done => _done.Task;

    internal override async ValueTask ApplyAsync(ILedgerTransaction transaction) =>
        _result = await change(transaction);

    internal override void Complete() => _done.TrySetResult(_result!);

    internal override void Fail(Exception failure) => _done.TrySetException(failure);
}
