using Karton.Cli.Engine;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Up;

/// <summary>Keeps an engine running until it is asked to stop.</summary>
internal sealed class UpHandler(Terminal terminal, IAnalysisEngineFactory engines)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(
        string? dataOption, SettingsRequest request, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(terminal, request);
        var kind = settings.EngineOr(KartonEngine.Embedded);
        DataDirectory.RefuseOn(kind, dataOption);
        var engine = new EngineSettings
        {
            Kind = kind,
            Settings = settings,
            Parts = Parts.All,
            IsPatient = true,
            IsVerbose = true,
            WriteLog = terminal.Error.WriteLine,
        };
        if (kind == KartonEngine.Distributed)
        {
            return await KeepAsync(engine, "with all its parts", cancellationToken);
        }

        var directory = DataDirectory.ChosenOrOwn(dataOption, terminal.Variable);
        return await KeepAsync(engine with { DataDirectory = directory }, $"on {directory}", cancellationToken);
    }

    /// <summary>Starts an engine and keeps it running.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> KeepAsync(EngineSettings settings, string what, CancellationToken cancellationToken)
    {
        await using var engine = await engines.StartAsync(settings, cancellationToken);
        await terminal.Error.WriteLineAsync($"Karton is up {TerminalText.Escape(what)}. Ctrl-C stops it.");
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
