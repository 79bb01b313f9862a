using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

internal interface IAnalysisTable
{
    /// <summary>Reads the rows of these analyses that exist, and keeps others from changing them.</summary>
    ValueTask<IReadOnlyList<AnalysisRow>> LoadAsync(IReadOnlyCollection<Guid> analysisIds);

    /// <summary>Writes whole rows, new or not.</summary>
    ValueTask SaveAsync(IReadOnlyCollection<AnalysisRow> rows);

    ValueTask AddDeadlinesAsync(IReadOnlyCollection<DeadlineRow> rows);

    ValueTask RemoveDeadlinesAsync(IReadOnlyCollection<Guid> analysisIds);
}
