using Karton.Cli.Progress;
using Karton.Cli.Tests.Text;
using Karton.Contracts.Analyses;
using Microsoft.Extensions.Time.Testing;
using Spectre.Console;
using Spectre.Console.Testing;
using static Karton.Cli.Tests.Analyses;

namespace Karton.Cli.Tests.Progress;

public sealed class LiveProgressViewTests : IDisposable
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
    public async Task It_is_drawn_anew_while_the_work_runs_and_goes_with_it()
    {
        _console.EmitAnsiSequences();
        _console.Interactive();
        var view = new LiveProgressView(_console, _time, files: 1);
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = view.RunAsync(async () =>
        {
            started.SetResult();
            await work.Task;
        });
        await started.Task;
        view.Submitted(Guid.Empty, "a\u202e.zip");

        _time.Advance(TimeSpan.FromMilliseconds(100));
        _console.WriteLine("a result");
        work.SetResult();
        await running;

        Assert.Contains(@"a\u202e.zip", _console.Output, StringComparison.Ordinal);
        Assert.Contains("a result", _console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u202e', _console.Output);
    }

    [Fact]
    public async Task What_the_work_throws_is_thrown_on()
    {
        var view = new LiveProgressView(_console, _time, files: 1);

        await Assert.ThrowsAsync<IOException>(() => view.RunAsync(() => throw new IOException("gone")));
    }

    [Fact]
    public void Plain_lines_number_the_files()
    {
        using var output = new StringWriter();
        var view = new PlainProgressView(output, files: 1_000);
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
}
