using Karton.Cli.Progress;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;
using Microsoft.Extensions.Time.Testing;
using static Karton.Cli.Tests.Analyses;

namespace Karton.Cli.Tests.Progress;

public sealed class RunProgressTests
{
    private static readonly Guid One = new(1, 0, 0, new byte[8]);
    private static readonly Guid Two = new(2, 0, 0, new byte[8]);

    private readonly FakeTimeProvider _time = new();
    private readonly RunProgress _progress;

    public RunProgressTests() => _progress = new RunProgress(3, _time);

    [Fact]
    public void The_counters_of_all_analyses_are_added_up()
    {
        _progress.Submitted(One, "one");
        _progress.Submitted(Two, "two");
        _progress.Observed(Running(One, ended: 1, declared: 4));
        _progress.Observed(Running(One, ended: 3, declared: 5, crashed: 1));
        _progress.Observed(Running(Two, ended: 2, declared: 2, refused: 1, skipped: 2));

        var run = _progress.Take(most: 1);

        Assert.Equal((3, 0, 5L, 7L, 1, 3), (run.Files, run.Done, run.Ended, run.Declared, run.Crashed, run.Refused));
        Assert.Equal([new RunningAnalysis("one", 3, 5)], run.Running);
        Assert.Equal(1, run.AlsoRunning);
    }

    [Theory]
    [InlineData(AnalysisState.Completed)]
    [InlineData(AnalysisState.Cancelled)]
    [InlineData(AnalysisState.Expired)]
    public void An_analysis_that_has_ended_is_done_once(AnalysisState state)
    {
        _progress.Submitted(One, "one");
        _progress.Observed(Running(One, ended: 2, declared: 2) with { State = state });
        _progress.Observed(Running(One, ended: 2, declared: 2) with { State = state });
        _progress.Observed(Running(Two, ended: 2, declared: 2));
        _progress.Failed();

        var run = _progress.Take(most: 4);

        Assert.Equal(2, run.Done);
        Assert.Equal(2, run.Ended);
        Assert.Empty(run.Running);
    }

    [Fact]
    public void The_rate_is_that_of_the_last_seconds()
    {
        _progress.Submitted(One, "one");
        Assert.Equal(0, _progress.Take(1).PerSecond);

        _time.Advance(TimeSpan.FromSeconds(2));
        _progress.Observed(Running(One, ended: 100, declared: 500));
        Assert.Equal(50, _progress.Take(1).PerSecond);

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal(0, _progress.Take(1).PerSecond);
    }

    private static AnalysisRecord Running(
        Guid id, int ended, int declared, int crashed = 0, int refused = 0, int skipped = 0) =>
        Record(id, AnalysisState.Running, outcome: null, ended, declared, crashed, refused, skipped);
}
