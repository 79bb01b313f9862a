using Karton.Cli.Text;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Progress;

/// <summary>Shows nothing, where the results themselves tell how far it has come.</summary>
internal sealed class NoProgressView(TextWriter messages) : IProgressView
{
    public Task RunAsync(Func<Task> work) => work();

    public Task WriteAsync(Func<Task> write) => write();

    public void WriteLine(string message) => messages.WriteLine(message);

    public void Submitted(Guid analysisId, string name)
    {
    }

    public void Resumed(Guid analysisId, string name) =>
        WriteLine($"{TerminalText.Escape(name)}: goes on from an earlier run");

    public void Observed(AnalysisRecord analysis)
    {
    }

    public void Finished(string name, AnalysisReport report)
    {
    }

    public void Failed(string name)
    {
    }

    public void Dispose()
    {
    }
}
