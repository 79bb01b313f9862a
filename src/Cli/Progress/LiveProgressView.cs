using System.Collections.Concurrent;
using Karton.Cli.Text;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Karton.Cli.Progress;

/// <summary>A few lines at the bottom of a terminal that are drawn anew several times a second and go when the work is
/// done. What is written through this view meanwhile stays, above them.</summary>
internal sealed class LiveProgressView : IProgressView
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _time;
    private readonly RunProgress _progress;
    private readonly ProgressLines _lines;
    private readonly ConcurrentQueue<string> _messages = new();

    // Held by who writes to the terminal.
    private readonly SemaphoreSlim _terminal = new(1);
    private volatile bool _isRunning;
    private int _drawn;

    public LiveProgressView(IAnsiConsole console, TimeProvider time, int files)
    {
        _console = console;
        _time = time;
        _progress = new RunProgress(files, time);
        _lines = new ProgressLines(_progress, time);
    }

    public async Task RunAsync(Func<Task> work)
    {
        _console.Cursor.Hide();
        _isRunning = true;
        try
        {
            using var timer = new PeriodicTimer(Interval, _time);
            var running = work();
            var tick = timer.WaitForNextTickAsync().AsTask();
            while (await Task.WhenAny(running, tick) == tick)
            {
                await WriteAsync(() => Task.CompletedTask, drawsAgain: true);
                tick = timer.WaitForNextTickAsync().AsTask();
            }

            await running;
        }
        finally
        {
            _isRunning = false;
            await WriteAsync(() => Task.CompletedTask, drawsAgain: false);
            _console.Cursor.Show();
        }
    }

    public Task WriteAsync(Func<Task> write) => WriteAsync(write, drawsAgain: true);

    public void WriteLine(string message)
    {
        _messages.Enqueue(message);
        if (!_isRunning)
        {
            WriteMessages();
        }
    }

    public void Submitted(Guid analysisId, string name) => _progress.Submitted(analysisId, name);

    public void Resumed(Guid analysisId, string name)
    {
        _progress.Resumed(analysisId, name);
        WriteLine($"{TerminalText.Escape(name)}: goes on from an earlier run");
    }

    public void Observed(AnalysisRecord analysis) => _progress.Observed(analysis);

    public void Finished(string name, AnalysisReport report)
    {
    }

    public void Failed(string name) => _progress.Failed();

    public void Dispose() => _terminal.Dispose();

    private async Task WriteAsync(Func<Task> write, bool drawsAgain)
    {
        await _terminal.WaitAsync();
        try
        {
            Erase();
            WriteMessages();
            await write();
            if (drawsAgain)
            {
                Draw();
            }
        }
        finally
        {
            _terminal.Release();
        }
    }

    private void WriteMessages()
    {
        while (_messages.TryDequeue(out var message))
        {
            _console.WriteLine(message);
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
        {
            // The terminal may have echoed a typed ^C: from the beginning of the line on.
            _console.Write(new ControlCode($"\r\u001b[{_drawn}A\u001b[J"));
            _drawn = 0;
        }
    }

    private void Draw()
    {
        // A line that fills the last column makes some terminals go on to the next one.
        var segments = ((IRenderable)_lines)
            .Render(RenderOptions.Create(_console), _console.Profile.Width - 1)
            .ToList();
        _console.Write(new Drawing(segments));
        _drawn = segments.Count(segment => segment.IsLineBreak);
    }

    private sealed class Drawing(IEnumerable<Segment> segments) : Renderable
    {
        protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth) => segments;
    }
}
