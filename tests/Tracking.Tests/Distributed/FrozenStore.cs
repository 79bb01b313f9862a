using Karton.Tracking.Storage;

namespace Karton.Tracking.Tests.Distributed;

/// <summary>A store whose process can be stopped right after a commit: nothing it was to do next is done.</summary>
internal sealed class FrozenStore(ISharedLedgerStore inner) : ISharedLedgerStore
{
    private readonly TaskCompletionSource _thawed = new();
    private readonly TaskCompletionSource _frozen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the next commit is the last thing that it does.</summary>
    public bool FreezesAfterCommit { get; set; }

    /// <summary>It is done.</summary>
    public Task Frozen => _frozen.Task;

    public ILedgerQueries Queries => inner.Queries;

    /// <summary>Lets the process end.</summary>
    public void Thaw() => _thawed.TrySetResult();

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public async ValueTask<ILedgerTransaction> BeginAsync(CancellationToken cancellationToken) =>
        new Transaction(await inner.BeginAsync(cancellationToken), this);

    public bool IsTransient(Exception failure) => inner.IsTransient(failure);

    public Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken) =>
        inner.LeadAsync(lead, cancellationToken);

    public ValueTask<ServiceSnapshot?> ReadServicesAsync(ILedgerTransaction transaction, string? mark) =>
        inner.ReadServicesAsync(((Transaction)transaction).Inner, mark);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Transaction(ILedgerTransaction inner, FrozenStore store) : ILedgerTransaction
    {
        internal ILedgerTransaction Inner => inner;

        public IAnalysisTable Analyses => inner.Analyses;

        public ITaskTable Tasks => inner.Tasks;

        public IDeliveryTable Deliveries => inner.Deliveries;

        public IOutboxTable Outbox => inner.Outbox;

        public IServiceTable Services => inner.Services;

        public async ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            await inner.CommitAsync(cancellationToken);
            if (store.FreezesAfterCommit)
            {
                store._frozen.TrySetResult();
                await store._thawed.Task;
                throw new IOException("The process is dead.");
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
