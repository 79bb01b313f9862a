using Karton.Cli.Rendering;
using Karton.Cli.Text;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Progress;

/// <summary>A line for each file that is done, for logs and pipes.</summary>
internal sealed class PlainProgressView(TextWriter output, int files) : IProgressView
{
    private int _files = files;
    private int _done;

    public Task RunAsync(Func<Task> work) => work();

    public Task WriteAsync(Func<Task> write) => write();

    public void WriteLine(string message) => output.WriteLine(message);

    public void Submitted(Guid analysisId, string name)
    {
    }

    public void Resumed(Guid analysisId, string name)
    {
        Interlocked.Increment(ref _files);
        WriteLine($"{TerminalText.Escape(name)}: goes on from an earlier run");
    }

    public void Observed(AnalysisRecord analysis)
    {
    }

    public void Finished(string name, AnalysisReport report) => Write(Summary.Of(name, report));

    public void Failed(string name) => Write($"{TerminalText.Escape(name)}: not analysed");

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        var done = Interlocked.Increment(ref _done);
        output.WriteLine($"[{Figures.Number(done)}/{Figures.Number(_files)}] {line}");
    }
}
