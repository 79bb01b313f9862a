using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Tests.Distributed;

/// <summary>A store whose process can be stopped right after it has committed tasks: nothing it was to do next is
/// done.</summary>
internal sealed class FrozenStore(ISharedLedgerStore inner) : ISharedLedgerStore
{
    private readonly TaskCompletionSource _thawed = new();
    private readonly TaskCompletionSource _frozen = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the next commit of tasks is the last thing that it does.</summary>
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

    private sealed class Transaction(ILedgerTransaction inner, FrozenStore store) : ILedgerTransaction, ITaskTable
    {
        private bool _hasTasks;

        internal ILedgerTransaction Inner => inner;

        public IAnalysisTable Analyses => inner.Analyses;

        public ITaskTable Tasks => this;

        public IDeliveryTable Deliveries => inner.Deliveries;

        public IOutboxTable Outbox => inner.Outbox;

        public IServiceTable Services => inner.Services;

        public async ValueTask CommitAsync(CancellationToken cancellationToken)
        {
            await inner.CommitAsync(cancellationToken);
            if (store.FreezesAfterCommit && _hasTasks)
            {
                store._frozen.TrySetResult();
                await store._thawed.Task;
                throw new IOException("The process is dead.");
            }
        }

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public ValueTask<IReadOnlyDictionary<TaskKey, string?>> FindAsync(IReadOnlyCollection<TaskKey> keys) =>
            inner.Tasks.FindAsync(keys);

        public ValueTask AddAsync(IReadOnlyCollection<TaskRow> rows)
        {
            _hasTasks |= rows.Count > 0;
            return inner.Tasks.AddAsync(rows);
        }

        public ValueTask AddReferencesAsync(IReadOnlyCollection<ResourceRefRow> rows) =>
            inner.Tasks.AddReferencesAsync(rows);
    }
}
