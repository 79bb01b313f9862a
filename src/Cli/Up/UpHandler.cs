using Karton.Cli.Engine;
using Karton.Cli.Text;

namespace Karton.Cli.Up;

/// <summary>Keeps an engine running until it is asked to stop.</summary>
internal sealed class UpHandler(Terminal terminal, IAnalysisEngineFactory engines)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string? dataOption, bool isVerbose, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.ChosenOrOwn(dataOption, terminal.Variable);
        var settings = new EngineSettings
        {
            DataDirectory = directory,
            IsVerbose = isVerbose,
            WriteLog = terminal.Error.WriteLine,
        };
        await using var engine = await engines.StartAsync(settings, cancellationToken);
        var unfinished = await engine.Analyses.ListUnfinishedAsync(cancellationToken);
        await terminal.Error.WriteLineAsync(
            $"Karton is up on {TerminalText.Escape(directory)}. Ctrl-C stops it.");
        if (unfinished.Count > 0)
        {
            var analyses = unfinished.Count == 1 ? "analysis" : "analyses";
            await terminal.Error.WriteLineAsync(
                $"It goes on with {Figures.Number(unfinished.Count)} unfinished {analyses}.");
        }

        try
        {
            await engine.WaitForStopAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await terminal.Error.WriteLineAsync("Stopping: what is being worked on is finished first.");
        }

        return ExitCode.Success;
    }
}
