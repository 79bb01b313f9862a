namespace Karton.Tracking.Storage;

/// <summary>A transaction of the ledger's writer. Disposing it without a commit takes everything back.</summary>
internal interface ILedgerTransaction : IAsyncDisposable
{
    IAnalysisTable Analyses { get; }

    ITaskTable Tasks { get; }

    IDeliveryTable Deliveries { get; }

    IOutboxTable Outbox { get; }

    IServiceTable Services { get; }

    ValueTask CommitAsync(CancellationToken cancellationToken);
}
