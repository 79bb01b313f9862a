using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Progress;

/// <summary>Shows how far a run has come. All calls may come from any thread, and may come late: an analysis that is
/// not known or has finished is passed over.</summary>
internal interface IProgressView : IDisposable
{
    /// <summary>Shows progress while <paramref name="work"/> runs, and returns or fails as it does.</summary>
    Task RunAsync(Func<Task> work);

    /// <summary>Has something written to the output while nothing else is.</summary>
    Task WriteAsync(Func<Task> write);

    /// <summary>Shows a message of the engine, a line that is fit for a terminal.</summary>
    void WriteLine(string message);

    /// <summary>A file has been taken in.</summary>
    void Submitted(Guid analysisId, string name);

    /// <summary>An analysis of an earlier run goes on: one more than was asked for.</summary>
    void Resumed(Guid analysisId, string name);

    /// <summary>An analysis has come further.</summary>
    void Observed(AnalysisRecord analysis);

    /// <summary>A file is done.</summary>
    void Finished(string name, AnalysisReport report);

    /// <summary>A file could not be taken in.</summary>
    void Failed(string name);
}
