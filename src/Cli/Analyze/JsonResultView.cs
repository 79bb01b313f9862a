using Karton.Cli.Rendering;
using Karton.Tracking.Reports;

namespace Karton.Cli.Analyze;

/// <summary>Prints a JSON document a line on the output, and the total on the error output.</summary>
internal sealed class JsonResultView(Terminal terminal) : IResultView
{
    public Task WriteAsync(string name, AnalysisReport report, CancellationToken cancellationToken) =>
        AnalysisReportWriter.WriteAsync(terminal.OutputStream, report, cancellationToken);

    public void WriteTotal(Summary summary, TimeSpan duration) => terminal.Error.WriteLine(summary.Total(duration));
}
