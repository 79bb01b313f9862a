using Karton.Contracts;

namespace Karton.Tracking.Reading;

/// <summary>Reads the ledger. Never blocks its writer.</summary>
public interface IAnalysisReader
{
    /// <summary>One analysis, or <see langword="null"/> when the ledger does not know it.</summary>
    Task<AnalysisRecord?> FindAsync(Guid analysisId, CancellationToken cancellationToken);

    /// <summary>The latest analyses, newest first.</summary>
    /// <param name="limit">The most to return: 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<AnalysisRecord>> ListAsync(int limit, CancellationToken cancellationToken);

    /// <summary>The analyses that have not ended, oldest first.</summary>
    Task<IReadOnlyList<AnalysisRecord>> ListUnfinishedAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Every task of an analysis with its deliveries. Parents come before their children; siblings in the order of
    /// their sender's identity and then as they were sent, so that two equal runs read the same.
    /// </summary>
    IAsyncEnumerable<TaskRecord> ReadTasksAsync(Guid analysisId, CancellationToken cancellationToken);

    /// <summary>
    /// A page of what <see cref="ReadTasksAsync"/> reads, in the same order. What it costs depends on the page alone,
    /// not on the size of the analysis. A task whose parent is not known yet, as its outcome came too early, is left
    /// out.
    /// </summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="after">The last task of the page before; <see langword="null"/> for the first page.</param>
    /// <param name="limit">The most tasks to return: 1 to 1,000. Fewer are returned only at the end of the
    /// tree.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<TaskRecord>> ReadPageAsync(
        Guid analysisId, Guid? after, int limit, CancellationToken cancellationToken);

    /// <summary>The root tasks of these analyses, in no order. Analyses whose root the ledger has not got are left
    /// out.</summary>
    /// <param name="analysisIds">The analyses, 1,000 at the most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<KartonTask>> ReadRootsAsync(
        IReadOnlyCollection<Guid> analysisIds, CancellationToken cancellationToken);

    /// <summary>What an analysis waits for; <see langword="null"/> when the ledger does not know it.</summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="limit">The most deliveries to return: 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<AnalysisExplanation?> ExplainAsync(Guid analysisId, int limit, CancellationToken cancellationToken);
}
