using Karton.Cli.Engine;
using Karton.Cli.Text;

namespace Karton.Cli.Up;

/// <summary>Keeps an engine running until it is asked to stop.</summary>
internal sealed class UpHandler(Terminal terminal, IAnalysisEngineFactory engines)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(string? dataOption, CancellationToken cancellationToken)
    {
        var directory = DataDirectory.ChosenOrOwn(dataOption, terminal.Variable);
        var settings = new EngineSettings
        {
            DataDirectory = directory,
            IsVerbose = true,
            WriteLog = terminal.Error.WriteLine,
        };
        await using var engine = await engines.StartAsync(settings, cancellationToken);
        await terminal.Error.WriteLineAsync(
            $"Karton is up on {TerminalText.Escape(directory)}. Ctrl-C stops it.");
        if (engine.Unfinished.Count > 0)
        {
            var analyses = engine.Unfinished.Count == 1 ? "analysis" : "analyses";
            await terminal.Error.WriteLineAsync(
                $"It goes on with {Figures.Number(engine.Unfinished.Count)} unfinished {analyses}.");
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
