using Karton.Cli.Analyze;
using Karton.Cli.Engine;
using Karton.Cli.Text;
using Karton.Tracking.Reports;

namespace Karton.Cli.Browse;

/// <summary>Prints the tree of one analysis of a ledger.</summary>
internal sealed class TreeHandler(Terminal terminal, IAnalysisEngineFactory engines)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        Guid analysisId, LedgerRequest request, bool isJson, bool showsAll, CancellationToken cancellationToken)
    {
        var (settings, place) = request.Resolve(terminal);
        await using var ledger = await engines.OpenAsync(settings, cancellationToken);
        if (await ledger.Analyses.FindAsync(analysisId, cancellationToken) is not { } analysis)
        {
            terminal.Complain(
                $"there is no analysis {analysisId} in {TerminalText.Escape(place)}. 'karton list' shows them.");
            return ExitCode.BadInput;
        }

        var report = await AnalysisReportBuilder.ReadAsync(ledger.Analyses, analysis, cancellationToken);
        var view = isJson
            ? (IResultView)new JsonResultView(terminal)
            : new TreeResultView(terminal.OutputConsole, showsAll);
        await view.WriteAsync(report.Root?.Name ?? $"{analysisId}", report, cancellationToken);
        return ExitCode.Success;
    }
}
