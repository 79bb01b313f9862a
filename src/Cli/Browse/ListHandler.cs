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
    private const int PageSize = 100;

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

        foreach (var page in analyses.Chunk(PageSize))
        {
            var names = await NamesAsync(ledger.Analyses, page, cancellationToken);
            foreach (var analysis in page)
            {
                var name = names.GetValueOrDefault(analysis.AnalysisId);
                await (isJson
                    ? AnalysisRecordWriter.WriteAsync(terminal.OutputStream, analysis, name, cancellationToken)
                    : terminal.Output.WriteLineAsync(Line(analysis, name)));
            }
        }

        return ExitCode.Success;
    }

    private string Line(AnalysisRecord analysis, string? name) =>
        $"{analysis.AnalysisId}  {When(analysis)}  {Summary.StateOf(analysis.State, analysis.Outcome),-9}  "
        + $"{Figures.Count(analysis.Counters.Tasks, "task"),13}  {TerminalText.Escape(name ?? "?", LongestName)}";

    private string When(AnalysisRecord analysis) => TimeZoneInfo.ConvertTime(analysis.SubmittedAt, time.LocalTimeZone)
        .ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static async Task<Dictionary<Guid, string?>> NamesAsync(
        IAnalysisReader reader, AnalysisRecord[] analyses, CancellationToken cancellationToken)
    {
        var roots = await reader.ReadRootsAsync(
            [.. analyses.Select(analysis => analysis.AnalysisId)], cancellationToken);
        return roots.ToDictionary(root => root.AnalysisId, root => root.Payload.GetResource("sample")?.Name);
    }
}
