using Karton.Cli.Engine;
using Karton.Cli.Inputs;
using Karton.Cli.Progress;
using Karton.Cli.Text;

namespace Karton.Cli.Analyze;

/// <summary>Checks the inputs, starts an engine, and has everything analysed.</summary>
internal sealed class AnalyzeHandler(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(AnalyzeRequest request, CancellationToken cancellationToken)
    {
        var inputs = InputCollector.Collect(request.Paths);
        Report(inputs);
        if (inputs.Faults.Count > 0)
        {
            terminal.Complain("nothing was submitted.");
            return ExitCode.BadInput;
        }

        if (inputs.Files.Count == 0)
        {
            terminal.Complain("there is nothing to analyse.");
            return ExitCode.BadInput;
        }

        StandardInputSpool? spool = null;
        if (inputs.Files.Any(file => file.Path is null))
        {
            try
            {
                spool = await StandardInputSpool.ReadAsync(terminal.InputStream, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                terminal.Complain($"standard input cannot be kept: {TerminalText.Escape(e.Message)}");
                return ExitCode.BadInput;
            }
        }

        await using (spool)
        {
            var exitCode = await AnalyzeAsync(request, inputs.Files, spool, cancellationToken);
            return inputs.Unreadable.Count > 0 && exitCode != ExitCode.Interrupted ? ExitCode.BadInput : exitCode;
        }
    }

    private async Task<int> AnalyzeAsync(
        AnalyzeRequest request, IReadOnlyList<InputFile> files, StandardInputSpool? spool,
        CancellationToken cancellationToken)
    {
        using var progress = ProgressFor(request, files.Count);
        var settings = new EngineSettings
        {
            DataDirectory = DataDirectory.Chosen(request.DataDirectory, terminal.Variable),
            IsVerbose = request.IsVerbose,
            WriteLog = progress.WriteLine,
        };
        await using var engine = await engines.StartAsync(settings, cancellationToken);
        var results = request.IsJson
            ? (IResultView)new JsonResultView(terminal)
            : new TreeResultView(terminal.OutputConsole, request.ShowsAll);
        var run = new AnalysisRun(engine, request, progress, results, time);
        try
        {
            await progress.RunAsync(() => run.RunAsync(files, file => Open(file, spool), cancellationToken));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Complain(Stopped(run, files.Count, settings));
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
        return settings.DataDirectory is { } directory
            ? $"{done} 'karton up --data {TerminalText.Escape(directory)}' goes on with what was submitted."
            : done;
    }

    private static Stream Open(InputFile file, StandardInputSpool? spool) =>
        file.Path is { } path ? new SteadyFileStream(path) : spool!.Open();

    private void Report(CollectedInputs inputs)
    {
        foreach (var message in inputs.Notes.Concat(inputs.Unreadable).Concat(inputs.Faults))
        {
            terminal.Complain(message);
        }
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
