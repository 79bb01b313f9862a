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

    /// <summary>What an analysis waits for; <see langword="null"/> when the ledger does not know it.</summary>
    /// <param name="analysisId">The analysis.</param>
    /// <param name="limit">The most deliveries to return: 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<AnalysisExplanation?> ExplainAsync(Guid analysisId, int limit, CancellationToken cancellationToken);
}
