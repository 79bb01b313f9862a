using System.Globalization;
using Karton.Cli.Engine;
using Karton.Cli.Rendering;
using Karton.Cli.Text;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Browse;

/// <summary>Lists analyses, a line each.</summary>
internal sealed class ListHandler(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
{
    private const int LongestName = 80;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        LedgerRequest request, int limit, bool isJson, CancellationToken cancellationToken)
    {
        var (settings, place) = request.Resolve(terminal);
        await using var ledger = await engines.OpenAsync(settings, cancellationToken);
        var analyses = await ledger.Analyses.ListAsync(limit, cancellationToken);
        if (analyses.Count == 0)
        {
            await terminal.Error.WriteLineAsync($"There is no analysis in {TerminalText.Escape(place)} yet.");
        }

        foreach (var analysis in analyses)
        {
            var name = await NameAsync(ledger.Analyses, analysis, cancellationToken);
            await (isJson
                ? AnalysisRecordWriter.WriteAsync(terminal.OutputStream, analysis, name, cancellationToken)
                : terminal.Output.WriteLineAsync(Line(analysis, name)));
        }

        return ExitCode.Success;
    }

    private string Line(AnalysisRecord analysis, string? name) =>
        $"{analysis.AnalysisId}  {When(analysis)}  {Summary.StateOf(analysis.State, analysis.Outcome),-9}  "
        + $"{Figures.Count(analysis.Counters.Tasks, "task"),13}  {TerminalText.Escape(name ?? "?", LongestName)}";

    private string When(AnalysisRecord analysis) => TimeZoneInfo.ConvertTime(analysis.SubmittedAt, time.LocalTimeZone)
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    // The root is the first task that a ledger gives.
    private static async Task<string?> NameAsync(
        IAnalysisReader reader, AnalysisRecord analysis, CancellationToken cancellationToken)
    {
        await foreach (var record in reader.ReadTasksAsync(analysis.AnalysisId, cancellationToken))
        {
            return record.Task.Payload.GetResource("sample")?.Name;
        }

        return null;
    }
}
