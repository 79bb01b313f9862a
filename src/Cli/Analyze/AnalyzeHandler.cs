using Karton.Cli.Engine;
using Karton.Cli.Inputs;
using Karton.Cli.Progress;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Analyze;

/// <summary>Checks the inputs, starts an engine, and has everything analysed.</summary>
internal sealed class AnalyzeHandler(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
{
    private const int MostIds = 5;

    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(AnalyzeRequest request, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(terminal, request.Settings);
        await using var inputs = await SampleInputs.OpenAsync(terminal, request.Paths, cancellationToken);
        if (inputs is null)
        {
            return ExitCode.BadInput;
        }

        var exitCode = await AnalyzeAsync(request, settings, inputs, cancellationToken);
        return !inputs.IsComplete && exitCode != ExitCode.Interrupted ? ExitCode.BadInput : exitCode;
    }

    private async Task<int> AnalyzeAsync(
        AnalyzeRequest request, KartonSettings settings, SampleInputs inputs, CancellationToken cancellationToken)
    {
        var files = inputs.Files;
        using var progress = ProgressFor(request, files.Count);
        var kind = settings.EngineOr(KartonEngine.Embedded);
        DataDirectory.RefuseOn(kind, request.DataDirectory);
        var engineSettings = new EngineSettings
        {
            Kind = kind,
            Settings = settings,
            DataDirectory = DataDirectory.Chosen(request.DataDirectory, terminal.Variable),
            IsVerbose = request.IsVerbose,
            WriteLog = progress.WriteLine,
        };
        await using var engine = await engines.StartAsync(engineSettings, cancellationToken);
        var results = request.IsJson
            ? (IResultView)new JsonResultView(terminal)
            : new TreeResultView(terminal.OutputConsole, request.ShowsAll);
        var run = new AnalysisRun(engine, request, progress, results, time);
        try
        {
            await progress.RunAsync(() => run.RunAsync(files, inputs.Open, cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Complain(Stopped(run, files.Count, engineSettings));
            return ExitCode.Interrupted;
        }

        foreach (var fault in run.Faults)
        {
            terminal.Complain(fault);
        }

        if (Math.Max(files.Count, run.Done) > 1)
        {
            results.WriteTotal(run.Summary, run.Duration);
        }

        return run switch
        {
            { Faults.Count: > 0 } => ExitCode.BadInput,
            { Summary.IsClean: false } => ExitCode.Problems,
            _ => ExitCode.Success,
        };
    }

    private static string Stopped(AnalysisRun run, int files, EngineSettings settings)
    {
        var done = $"stopped: {Figures.Number(run.Done)} of {Figures.Count(files, "file")} analysed.";
        if (settings.Kind == KartonEngine.Distributed)
        {
            var open = run.Open;
            var ids = string.Join(" ", open.Take(MostIds));
            return open.Count switch
            {
                0 => done,
                1 => $"{done} The analysis goes on: 'karton status {ids} --engine distributed' shows it.",
                <= MostIds => $"{done} The analyses go on: 'karton status ID --engine distributed' shows each: {ids}",
                _ => $"{done} {Figures.Number(open.Count)} analyses go on: 'karton status --engine distributed' shows "
                    + $"them, the first are {ids}",
            };
        }

        return settings.DataDirectory is { } directory
            ? $"{done} 'karton up --data {TerminalText.Escape(directory)}' goes on with what was submitted."
            : done;
    }

    // Live lines need a terminal of their own: a stream of JSON would run into them.
    private IProgressView ProgressFor(AnalyzeRequest request, int files)
    {
        if (!terminal.IsErrorTerminal)
        {
            return new PlainProgressView(terminal.Error, files);
        }

        var console = terminal.IsOutputTerminal ? terminal.OutputConsole : terminal.ErrorConsole;
        var isShared = request.IsJson && terminal.IsOutputTerminal;
        if (!isShared && console.Profile.Capabilities.Ansi)
        {
            return new LiveProgressView(console, time, files);
        }

        return terminal.IsOutputTerminal && !request.IsJson
            ? new NoProgressView(terminal.Error)
            : new PlainProgressView(terminal.Error, files);
    }
}
