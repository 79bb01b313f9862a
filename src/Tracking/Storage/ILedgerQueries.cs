using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

/// <summary>What is read of a ledger outside its writer. Each call sees one committed state.</summary>
internal interface ILedgerQueries
{
    Task<AnalysisRow?> FindAnalysisAsync(Guid analysisId, CancellationToken cancellationToken);

    /// <summary>The latest known analyses, newest first.</summary>
    Task<IReadOnlyList<AnalysisRow>> ListAnalysesAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The known analyses that have not ended, oldest first.</summary>
    Task<IReadOnlyList<AnalysisRow>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>The known analyses that have nothing open and have not ended: normally for milliseconds.</summary>
    Task<IReadOnlyList<Guid>> ListDrainedAsync(CancellationToken cancellationToken);

    /// <summary>Every task of an analysis without its body, in no order.</summary>
    Task<IReadOnlyList<TaskPlace>> ListTasksAsync(Guid analysisId, CancellationToken cancellationToken);

    /// <summary>The first children of each of these tasks, in the order of <paramref name="parents"/> and then in their
    /// own.</summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="parents">Tasks of it.</param>
    /// <param name="limit">The most children of each.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<TaskChild>> ListChildrenAsync(
        Guid analysisId, IReadOnlyList<Guid> parents, int limit, CancellationToken cancellationToken);

    /// <summary>What comes after the subtree of a task: its later siblings, then its parent's, and so on up to the
    /// root. Empty when there is no such task.</summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="taskId">The task.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<Guid>> ListFollowingAsync(
        Guid analysisId, Guid taskId, int limit, CancellationToken cancellationToken);

    /// <summary>The bodies of the root tasks of these analyses, as far as there are any, in no order.</summary>
    Task<IReadOnlyList<byte[]>> ReadRootsAsync(
        IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken);

    /// <summary>Whole tasks with their deliveries, in the order of <paramref name="taskIds"/>; what has been deleted
    /// meanwhile is left out.</summary>
    Task<IReadOnlyList<TaskWithDeliveries>> ReadTasksAsync(
        Guid analysisId, IReadOnlyList<Guid> taskIds, CancellationToken cancellationToken);

    /// <summary>The oldest messages of the outbox.</summary>
    Task<IReadOnlyList<OutboxRow>> ReadOutboxAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The analyses whose deadline is over.</summary>
    Task<IReadOnlyList<Guid>> ListOverdueAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken);

    Task<IReadOnlyList<ServiceRow>> ListServicesAsync(CancellationToken cancellationToken);

    Task<IReadOnlyList<InstanceRow>> ListInstancesAsync(CancellationToken cancellationToken);

    /// <summary>The services that have open deliveries.</summary>
    Task<IReadOnlyList<string>> ListAwaitedServicesAsync(CancellationToken cancellationToken);

    /// <summary>Open deliveries of a service that were last sent before a time, oldest first.</summary>
    /// <param name="identity">The service.</param>
    /// <param name="sentBefore">Later ones are left out.</param>
    /// <param name="limit">The most to return.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<OpenDelivery>> ListOpenAsync(
        string identity, DateTimeOffset sentBefore, int limit, CancellationToken cancellationToken);

    /// <summary>Open deliveries of an analysis, those that were sent first before the others.</summary>
    Task<IReadOnlyList<WaitingDelivery>> ListWaitingAsync(
        Guid analysisId, int limit, CancellationToken cancellationToken);

    /// <summary>How much is open at each service that is awaited.</summary>
    Task<IReadOnlyList<OpenCount>> CountOpenAsync(CancellationToken cancellationToken);
}
