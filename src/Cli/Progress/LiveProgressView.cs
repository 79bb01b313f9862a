using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using Spectre.Console;

namespace Karton.Cli.Progress;

/// <summary>A few lines at the bottom of a terminal that are drawn anew several times a second and go when the work is
/// done. What is written to the same console meanwhile appears above them.</summary>
internal sealed class LiveProgressView(IAnsiConsole console, TimeProvider time, int files) : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly RunProgress _progress = new(files, time);

    public Task RunAsync(Func<Task> work)
    {
        var lines = new ProgressLines(_progress, time);
        var live = new LiveDisplay(console, lines) { AutoClear = true };
        return live.StartAsync(async context =>
        {
            using var timer = new PeriodicTimer(Interval, time);
            var running = work();
            var tick = timer.WaitForNextTickAsync().AsTask();
            while (await Task.WhenAny(running, tick) == tick)
            {
                context.Refresh();
                tick = timer.WaitForNextTickAsync().AsTask();
            }

            await running;
        });
    }

    public void Submitted(Guid analysisId, string name) => _progress.Submitted(analysisId, name);

    public void Observed(AnalysisRecord analysis) => _progress.Observed(analysis);

    public void Finished(string name, AnalysisReport report)
    {
    }

    public void Failed(string name) => _progress.Failed();
}
