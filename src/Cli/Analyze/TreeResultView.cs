using Karton.Cli.Rendering;
using Karton.Tracking.Reports;
using Spectre.Console;

namespace Karton.Cli.Analyze;

/// <summary>Prints a tree and a line about it.</summary>
internal sealed class TreeResultView(IAnsiConsole console, bool showsAll) : IResultView
{
    public Task WriteAsync(string name, AnalysisReport report, CancellationToken cancellationToken)
    {
        if (report.Root is { } root)
        {
            console.Write(new SampleTreeView(root, showsAll));
        }

        WriteLine(Summary.Of(name, report), report.IsClean);
        console.WriteLine();
        return Task.CompletedTask;
    }

    public void WriteTotal(Summary summary, TimeSpan duration) =>
        WriteLine(summary.Total(duration), summary.IsClean);

    private void WriteLine(string line, bool isClean) =>
        console.WriteLine(line, isClean ? Palette.Good : Palette.Warning);
}
