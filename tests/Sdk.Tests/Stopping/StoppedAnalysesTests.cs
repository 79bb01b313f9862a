using Karton.Contracts.Analyses;
using Karton.Sdk.Stopping;
using MassTransit;

namespace Karton.Sdk.Tests.Stopping;

public sealed class StoppedAnalysesTests
{
    [Fact]
    public void The_oldest_is_forgotten_when_there_are_too_many()
    {
        var stopped = new StoppedAnalyses();
        var ids = Enumerable.Range(0, StoppedAnalyses.Most + 1).Select(_ => NewId.NextGuid()).ToList();

        ids.ForEach(id => stopped.Add(id, AnalysisState.Cancelled));

        Assert.Null(stopped.Find(ids[0]));
        Assert.Equal(AnalysisState.Cancelled, stopped.Find(ids[1]));
        Assert.Equal(AnalysisState.Cancelled, stopped.Find(ids[^1]));
    }

    [Fact]
    public void The_last_word_on_an_analysis_counts()
    {
        var stopped = new StoppedAnalyses();
        var id = NewId.NextGuid();

        stopped.Add(id, AnalysisState.Cancelled);
        stopped.Add(id, AnalysisState.Expired);

        Assert.Equal(AnalysisState.Expired, stopped.Find(id));
        Assert.Null(stopped.Find(NewId.NextGuid()));
    }
}
