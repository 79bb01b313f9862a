using Karton.Cli.Engine;
using Karton.Cli.Text;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;

namespace Karton.Cli.Status;

/// <summary>Tells how analyses go.</summary>
internal sealed class StatusHandler(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
{
    private const int MostDeliveries = 20;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(StatusRequest request, CancellationToken cancellationToken)
    {
        var (settings, place) = request.Ledger.Resolve(terminal);
        await using var ledger = await engines.OpenAsync(settings, cancellationToken);
        var view = request.IsJson
            ? (IStatusView)new JsonStatusView(terminal)
            : new TextStatusView(terminal.Output, time);
        if (request.AnalysisId is not { } analysisId)
        {
            return await ShowUnfinishedAsync(ledger.Analyses, view, request.Waits, cancellationToken);
        }

        if (request.Waits)
        {
            await WaitAsync(
                async () => await ledger.Analyses.FindAsync(analysisId, cancellationToken) is not { } found
                    || !IsOpen(found),
                cancellationToken);
        }

        if (await ledger.Analyses.ExplainAsync(analysisId, MostDeliveries, cancellationToken) is not { } explanation)
        {
            terminal.Complain(
                $"there is no analysis {analysisId} in {TerminalText.Escape(place)}. 'karton list' shows them.");
            return ExitCode.BadInput;
        }

        await view.WriteAsync(explanation, cancellationToken);
        return ExitCodeOf(explanation.Analysis);
    }

    private async Task<int> ShowUnfinishedAsync(
        IAnalysisReader analyses, IStatusView view, bool waits, CancellationToken cancellationToken)
    {
        if (waits)
        {
            await WaitAsync(
                async () => (await analyses.ListUnfinishedAsync(cancellationToken)).Count == 0, cancellationToken);
        }

        var unfinished = await analyses.ListUnfinishedAsync(cancellationToken);
        foreach (var analysis in unfinished)
        {
            await view.WriteAsync(analysis, cancellationToken);
        }

        view.WriteTotal(unfinished);
        return ExitCode.Success;
    }

    private async Task WaitAsync(Func<Task<bool>> isOver, CancellationToken cancellationToken)
    {
        while (!await isOver())
        {
            await Task.Delay(Interval, time, cancellationToken);
        }
    }

    private static bool IsOpen(AnalysisRecord analysis) =>
        analysis.State is AnalysisState.Submitted or AnalysisState.Running;

    private static int ExitCodeOf(AnalysisRecord analysis) => analysis switch
    {
        _ when IsOpen(analysis) => ExitCode.Unfinished,
        { State: AnalysisState.Completed, Outcome: AnalysisOutcome.Succeeded, Counters.Refused: 0 } =>
            ExitCode.Success,
        _ => ExitCode.Problems,
    };
}
