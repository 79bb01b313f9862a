using System.Threading.Channels;
using FluentValidation;
using Karton.Cli.Engine;
using Karton.Cli.Inputs;
using Karton.Cli.Progress;
using Karton.Cli.Rendering;
using Karton.Cli.Text;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;

namespace Karton.Cli.Analyze;

/// <summary>
/// Has many files analysed: hands them in one after another, some ahead of what has ended, and prints the results in
/// the order of the files.
/// </summary>
internal sealed class AnalysisRun(
    IAnalysisEngine engine, AnalyzeRequest request, IProgressView progress, IResultView results, TimeProvider time)
{
    // Enough to keep every service busy; what waits for its turn here takes no room in the ledger.
    private const int MostAtOnce = 64;

    private readonly List<string> _faults = [];
    private readonly Lock _openLock = new();
    private readonly List<Guid> _open = [];

    /// <summary>What went wrong with files that were not analysed. Fit for a terminal.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>The analyses that have begun and whose end is not known yet.</summary>
    public IReadOnlyList<Guid> Open
    {
        get
        {
            lock (_openLock)
            {
                return [.. _open];
            }
        }
    }

    /// <summary>How many files have been analysed to the end.</summary>
    public int Done { get; private set; }

    /// <summary>What the analyses have come to.</summary>
    public Summary Summary { get; } = new();

    /// <summary>How long it took.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Analyses the files.</summary>
    public async Task RunAsync(
        IReadOnlyList<InputFile> files, Func<InputFile, Stream> open, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var begun = Channel.CreateBounded<(string Name, Task<AnalysisRecord> End)>(MostAtOnce);
        var submitting = SubmitAllAsync(files, open, begun.Writer, failed.Token);
        try
        {
            await foreach (var (name, end) in begun.Reader.ReadAllAsync(failed.Token))
            {
                await PrintAsync(name, await end, failed.Token);
            }
        }
        finally
        {
            await failed.CancelAsync();
            await submitting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Duration = time.GetElapsedTime(start);
    }

    private async Task SubmitAllAsync(
        IReadOnlyList<InputFile> files, Func<InputFile, Stream> open,
        ChannelWriter<(string Name, Task<AnalysisRecord> End)> begun, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var file in files)
            {
                if (await SubmitAsync(file, open, cancellationToken) is { } id)
                {
                    Begin(id);
                    progress.Submitted(id, file.Name);
                    var end = engine.WaitAsync(id, new Observer(progress), cancellationToken);
                    await begun.WriteAsync((file.Name, end), cancellationToken);
                }
            }

            foreach (var (id, name) in engine.Unfinished.Select(analysis => (analysis.AnalysisId, analysis.Name)))
            {
                Begin(id);
                progress.Resumed(id, name);
                var end = engine.WaitAsync(id, new Observer(progress), cancellationToken);
                await begun.WriteAsync((name, end), cancellationToken);
            }

            begun.Complete();
        }
        catch (Exception e)
        {
            // The reader of the channel throws it on: it is the one that is waited for.
            begun.Complete(e);
        }
    }

    private async Task<Guid?> SubmitAsync(
        InputFile file, Func<InputFile, Stream> open, CancellationToken cancellationToken)
    {
        try
        {
            await using var content = open(file);
            return await engine.Intake.SubmitAsync(
                request.ToSubmission(file.Name, time.GetUtcNow()), content, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            AddFault(file, e.Message);
        }
        catch (ValidationException e)
        {
            AddFault(file, string.Join(' ', e.Errors.Select(error => error.ErrorMessage)));
        }

        progress.Failed(file.Name);
        return null;
    }

    private void Begin(Guid analysisId)
    {
        lock (_openLock)
        {
            _open.Add(analysisId);
        }
    }

    private void AddFault(InputFile file, string why) => _faults.Add(
        $"'{TerminalText.Escape(file.Name)}' was not analysed: {TerminalText.Escape(why, TerminalText.LongCells)}");

    private async Task PrintAsync(string name, AnalysisRecord analysis, CancellationToken cancellationToken)
    {
        lock (_openLock)
        {
            _open.Remove(analysis.AnalysisId);
        }

        progress.Observed(analysis);
        var report = await AnalysisReportBuilder.ReadAsync(engine.Analyses, analysis, cancellationToken);
        Summary.Add(report);
        await progress.WriteAsync(() => results.WriteAsync(name, report, cancellationToken));
        progress.Finished(name, report);
        Done++;
    }

    // Progress<T> would hand each call to the thread pool and lose the order.
    private sealed class Observer(IProgressView view) : IProgress<AnalysisRecord>
    {
        public void Report(AnalysisRecord value) => view.Observed(value);
    }
}
