using Karton.Cli.Rendering;
using Karton.Tracking.Reports;

namespace Karton.Cli.Analyze;

/// <summary>Prints what analyses have come to.</summary>
internal interface IResultView
{
    /// <summary>Prints one.</summary>
    Task WriteAsync(string name, AnalysisReport report, CancellationToken cancellationToken);

    /// <summary>Prints what they have come to in all.</summary>
    void WriteTotal(Summary summary, TimeSpan duration);
}
