namespace Karton.Tracking.Storage;

/// <summary>A transaction of the ledger's writer. Disposing it without a commit takes everything back.</summary>
internal interface ILedgerTransaction : IAsyncDisposable
{
    IAnalysisTable Analyses { get; }

    ITaskTable Tasks { get; }

    IDeliveryTable Deliveries { get; }

    IOutboxTable Outbox { get; }

    IServiceTable Services { get; }

    /// <summary>Reads what the ledger has of these. Where each question costs a round trip, they are asked
    /// together.</summary>
    /// <param name="analysisIds">Analyses that are looked for.</param>
    /// <param name="tasks">Tasks that are looked for.</param>
    /// <param name="tasksOfDeliveries">Tasks whose deliveries are looked for.</param>
    async ValueTask<LedgerRows> FindAsync(
        IReadOnlyCollection<Guid> analysisIds,
        IReadOnlyCollection<TaskKey> tasks,
        IReadOnlyCollection<TaskKey> tasksOfDeliveries) => new(
            await Analyses.LoadAsync(analysisIds),
            await Tasks.FindAsync(tasks),
            await Deliveries.FindAsync(tasksOfDeliveries));

    ValueTask CommitAsync(CancellationToken cancellationToken);
}
