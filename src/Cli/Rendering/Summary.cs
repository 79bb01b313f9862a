using Karton.Cli.Text;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reports;

namespace Karton.Cli.Rendering;

/// <summary>What one or many analyses have come to, in a line.</summary>
internal sealed class Summary
{
    private long _files;
    private long _clean;
    private long _samples;
    private long _tasks;
    private long _crashed;
    private long _refused;

    /// <summary>Whether everything of everything was done.</summary>
    public bool IsClean => _clean == _files;

    /// <summary>The line of one analysis, such as
    /// <c>a.zip: partial, 3 samples, 8 tasks, 1 crashed in 1.2 s</c>.</summary>
    public static string Of(string name, AnalysisReport report)
    {
        var state = StateOf(report.State, report.Outcome);
        return $"{TerminalText.Escape(name)}: {state}, "
            + Counted(report.Samples, report.Tasks, report.Crashed, report.Refused)
            + (report.Duration is { } duration ? $" in {Figures.Time(duration)}" : string.Empty);
    }

    /// <summary>A word for where an analysis stands or how it went.</summary>
    public static string StateOf(AnalysisState state, AnalysisOutcome? outcome) => state switch
    {
        AnalysisState.Completed => outcome == AnalysisOutcome.Partial ? "partial" : "succeeded",
        AnalysisState.Cancelled => "cancelled",
        AnalysisState.Expired => "expired",
        AnalysisState.Running => "running",
        _ => "submitted",
    };

    /// <summary>Counts one analysis.</summary>
    public void Add(AnalysisReport report)
    {
        _files++;
        _clean += report.IsClean ? 1 : 0;
        _samples += report.Samples;
        _tasks += report.Tasks;
        _crashed += report.Crashed;
        _refused += report.Refused;
    }

    /// <summary>The line of all that were counted.</summary>
    public string Total(TimeSpan duration) =>
        $"{Figures.Count(_files, "file")}: "
        + (IsClean ? "all succeeded, " : $"{Figures.Number(_clean)} succeeded, {Figures.Number(_files - _clean)} not, ")
        + Counted(_samples, _tasks, _crashed, _refused)
        + $" in {Figures.Time(duration)}";

    private static string Counted(long samples, long tasks, long crashed, long refused) =>
        $"{Figures.Count(samples, "sample")}, {Figures.Count(tasks, "task")}"
        + (crashed > 0 ? $", {Figures.Number(crashed)} crashed" : string.Empty)
        + (refused > 0 ? $", {Figures.Number(refused)} refused" : string.Empty);
}
