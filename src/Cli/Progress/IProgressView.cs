using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Progress;

/// <summary>Shows how far a run has come. All calls may come from any thread, and may come late: an analysis that is
/// not known or has finished is passed over.</summary>
internal interface IProgressView
{
    /// <summary>Shows progress while <paramref name="work"/> runs, and returns or fails as it does.</summary>
    Task RunAsync(Func<Task> work);

    /// <summary>A file has been taken in.</summary>
    void Submitted(Guid analysisId, string name);

    /// <summary>An analysis has come further.</summary>
    void Observed(AnalysisRecord analysis);

    /// <summary>A file is done.</summary>
    void Finished(string name, AnalysisReport report);

    /// <summary>A file could not be taken in.</summary>
    void Failed(string name);
}
