using FluentValidation;
using Karton.Cli.Analyze;
using Karton.Cli.Engine;
using Karton.Cli.Inputs;
using Karton.Cli.Settings;
using Karton.Cli.Text;
using Karton.Sdk;

namespace Karton.Cli.Submit;

/// <summary>Hands files to the distributed engine.</summary>
internal sealed class SubmitHandler(Terminal terminal, IAnalysisEngineFactory engines, TimeProvider time)
{
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(AnalyzeRequest request, bool waits, CancellationToken cancellationToken)
    {
        var settings = SettingsReader.Read(terminal, request.Settings);
        settings.RequireDistributed(
            "submit", "To take files apart in this process, use 'karton analyze', which waits for the result.");
        if (waits)
        {
            return await new AnalyzeHandler(terminal, engines, time).RunAsync(request, cancellationToken);
        }

        await using var inputs = await SampleInputs.OpenAsync(terminal, request.Paths, cancellationToken);
        if (inputs is null)
        {
            return ExitCode.BadInput;
        }

        var engineSettings = new EngineSettings
        {
            Kind = KartonEngine.Distributed,
            Settings = settings,
            ReadsLedger = false,
            IsVerbose = request.IsVerbose,
            WriteLog = terminal.Error.WriteLine,
        };
        await using var engine = await engines.StartAsync(engineSettings, cancellationToken);
        var done = 0;
        try
        {
            foreach (var file in inputs.Files)
            {
                done += await SubmitAsync(engine, request, inputs, file, cancellationToken) ? 1 : 0;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            terminal.Complain(
                $"stopped: {Figures.Number(done)} of {Figures.Count(inputs.Files.Count, "file")} handed in.");
            return ExitCode.Interrupted;
        }

        return done == inputs.Files.Count && inputs.IsComplete ? ExitCode.Success : ExitCode.BadInput;
    }

    private async Task<bool> SubmitAsync(
        IAnalysisEngine engine, AnalyzeRequest request, SampleInputs inputs, InputFile file,
        CancellationToken cancellationToken)
    {
        try
        {
            await using var content = inputs.Open(file);
            var id = await engine.Intake.SubmitAsync(
                request.ToSubmission(file.Name, time.GetUtcNow()), content, cancellationToken);
            await (request.IsJson
                ? JsonLine.WriteAsync(
                    terminal.OutputStream,
                    json =>
                    {
                        json.WriteString("file", file.Name);
                        json.WriteString("analysisId", id);
                    },
                    cancellationToken)
                : terminal.Output.WriteLineAsync(id.ToString()));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            Refuse(file, e.Message);
        }
        catch (ValidationException e)
        {
            Refuse(file, string.Join(' ', e.Errors.Select(error => error.ErrorMessage)));
        }

        return false;
    }

    private void Refuse(InputFile file, string why) => terminal.Complain(
        $"'{TerminalText.Escape(file.Name)}' was not handed in: {TerminalText.Escape(why, TerminalText.LongCells)}");
}
