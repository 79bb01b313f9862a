using System.Text.RegularExpressions;
using Karton.Cli.Progress;
using Karton.Cli.Tests.Text;
using Karton.Contracts.Analyses;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Spectre.Console.Rendering;
using Spectre.Console.Testing;
using static Karton.Cli.Tests.Analyses;

namespace Karton.Cli.Tests.Progress;

public sealed partial class LiveProgressViewTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly TestConsole _console = new TestConsole().Width(100);

    public void Dispose() => _console.Dispose();

    [Fact]
    public void The_lines_say_how_far_the_whole_and_each_running_analysis_is()
    {
        var progress = new RunProgress(4, _time);
        var lines = new ProgressLines(progress, _time);
        for (var number = 1; number <= 6; number++)
        {
            var id = new Guid(number, 0, 0, new byte[8]);
            progress.Submitted(id, $"{number}\u001b[2J.zip");
            progress.Observed(Record(
                id, number == 1 ? AnalysisState.Completed : AnalysisState.Running, outcome: null,
                ended: number, declared: 10 * number, crashed: number == 2 ? 1 : 0, refused: number == 3 ? 2 : 0));
        }

        _time.Advance(TimeSpan.FromMilliseconds(200));
        _console.Write(lines);

        Assert.Equal(
            """
            ⠹  ━━━━━━───────────────────  1/4 files  21/210 deliveries  0/s  200 ms  1 crashed  2 refused
               2\x1b[2J.zip  2/20
               3\x1b[2J.zip  3/30
               4\x1b[2J.zip  4/40
               5\x1b[2J.zip  5/50
               and 1 more

            """, _console.Output);
    }

    [Fact]
    public void A_single_file_fills_the_bar_by_its_deliveries()
    {
        var progress = new RunProgress(1, _time);
        progress.Submitted(Guid.Empty, "a");
        progress.Observed(Record(Guid.Empty, AnalysisState.Running, outcome: null, ended: 5, declared: 10));

        _console.Write(new ProgressLines(progress, _time));

        Assert.StartsWith(
            "⠋  ━━━━━━━━━━━━─────────────  0/1 file  5/10 deliveries", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_drawn_anew_and_erased_before_anything_else_is_written()
    {
        _console.EmitAnsiSequences();
        using var view = new LiveProgressView(_console, _time, files: 1);
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = view.RunAsync(() => work.Task);
        view.Submitted(Guid.Empty, "a\u202e.zip");

        await view.WriteAsync(() => WriteAsync("first result"));
        view.WriteLine("a warning");
        await view.WriteAsync(() => WriteAsync("second result"));
        work.SetResult();
        await running;
        view.WriteLine("a late warning");

        Assert.DoesNotContain('\u202e', _console.Output);
        Assert.Equal(
            [
                "first result", "<lines>", "<erased>", "a warning", "second result", "<lines>", "<erased>",
                "a late warning",
            ],
            Events());
    }

    [Fact]
    public async Task It_is_drawn_anew_at_every_tick()
    {
        _console.EmitAnsiSequences();
        using var drawings = new Drawings();
        _console.Pipeline.Attach(drawings);
        using var view = new LiveProgressView(_console, _time, files: 1);
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = view.RunAsync(() => work.Task);

        for (var tick = 0; tick < 3; tick++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            await drawings.Drawn.WaitAsync(TestContext.Current.CancellationToken);
        }

        work.SetResult();
        await running;
        Assert.Equal(["<lines>", "<erased>", "<lines>", "<erased>", "<lines>", "<erased>"], Events());
    }

    [Fact]
    public async Task What_the_work_throws_is_thrown_on_and_the_cursor_is_shown_again()
    {
        _console.EmitAnsiSequences();
        using var view = new LiveProgressView(_console, _time, files: 1);

        await Assert.ThrowsAsync<IOException>(() => view.RunAsync(() => throw new IOException("gone")));

        Assert.EndsWith("\u001b[?25h", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Plain_lines_number_the_files()
    {
        using var output = new StringWriter();
        using var view = new PlainProgressView(output, files: 1_000);
        var analysis = new Analyses();
        analysis.Sample(null, "x", 1, 'a');

        view.Finished("a\u001b[2J", analysis.Report());
        view.Failed("b");

        Assert.Equal(
            """
            [1/1,000] a\x1b[2J: succeeded, 1 sample, 1 task in 1.5 s
            [2/1,000] b: not analysed

            """, output.ToString());
        Assert.Null(HostileText.FirstHarm(output.ToString(), allowsLineFeed: true));
    }

    private Task WriteAsync(string result)
    {
        _console.WriteLine(result);
        return Task.CompletedTask;
    }

    /// <summary>What a person has seen happen, in order.</summary>
    private List<string> Events()
    {
        var text = Escape().Replace(_console.Output, code => code.Value.EndsWith('J') ? "\n<erased>\n" : string.Empty);
        return
        [
            .. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line.Contains("deliveries", StringComparison.Ordinal) ? "<lines>" : line)
                .Where(line => !line.StartsWith("   ", StringComparison.Ordinal)),
        ];
    }

    [GeneratedRegex("\r?\u001b\\[[?0-9;]*[A-Za-z]")]
    private static partial Regex Escape();

    private sealed class Drawings : IRenderHook, IDisposable
    {
        public SemaphoreSlim Drawn { get; } = new(0);

        public IEnumerable<IRenderable> Process(RenderOptions options, IEnumerable<IRenderable> renderables)
        {
            var all = renderables.ToList();
            if (all.Exists(renderable => renderable is not ControlCode))
            {
                Drawn.Release();
            }

            return all;
        }

        public void Dispose() => Drawn.Dispose();
    }
}
