using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Tests.Ledger;

/// <summary>A store that fails where a test says so.</summary>
internal class FaultyStore(ILedgerStore inner) : ILedgerStore
{
    private int _begun;

    /// <summary>How many transactions fail before one works; these failures are transient.</summary>
    public int Outages { get; set; }

    /// <summary>Every batch that writes this task fails.</summary>
    public Guid? PoisonTask { get; set; }

    /// <summary>Every commit fails, and nothing cures it.</summary>
    public bool IsCommitBroken { get; set; }

    public int Begun => _begun;

    /// <summary>When set, a transaction waits for it before it begins.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public ILedgerQueries Queries => inner.Queries;

    public Task OpenAsync(CancellationToken cancellationToken) => inner.OpenAsync(cancellationToken);

    public async ValueTask<ILedgerTransaction> BeginAsync(CancellationToken cancellationToken)
    {
        if (Gate is { } gate)
        {
            await gate.Task;
        }

        return ++_begun <= Outages
            ? throw new IOException("The database is away.")
            : new Transaction(await inner.BeginAsync(cancellationToken), this);
    }

    public bool IsTransient(Exception failure) => failure is IOException;

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private sealed class Transaction(ILedgerTransaction inner, FaultyStore store) : ILedgerTransaction, ITaskTable
    {
        public IAnalysisTable Analyses => inner.Analyses;

        public ITaskTable Tasks => this;

        public IDeliveryTable Deliveries => inner.Deliveries;

        public IOutboxTable Outbox => inner.Outbox;

        public IServiceTable Services => inner.Services;

        public ValueTask CommitAsync(CancellationToken cancellationToken) => store.IsCommitBroken
            ? throw new InvalidDataException("The database cannot commit.")
            : inner.CommitAsync(cancellationToken);

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        public ValueTask<IReadOnlyDictionary<TaskKey, string?>> FindAsync(IReadOnlyCollection<TaskKey> keys) =>
            inner.Tasks.FindAsync(keys);

        public ValueTask AddAsync(IReadOnlyCollection<TaskRow> rows) => rows.Any(row => row.TaskId == store.PoisonTask)
            ? throw new InvalidDataException("The database cannot take this task.")
            : inner.Tasks.AddAsync(rows);

        public ValueTask AddReferencesAsync(IReadOnlyCollection<ResourceRefRow> rows) =>
            inner.Tasks.AddReferencesAsync(rows);
    }
}
