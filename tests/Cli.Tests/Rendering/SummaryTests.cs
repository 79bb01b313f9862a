using Karton.Cli.Rendering;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using static Karton.Cli.Tests.Analyses;

namespace Karton.Cli.Tests.Rendering;

public sealed class SummaryTests
{
    [Theory]
    [InlineData(AnalysisState.Completed, AnalysisOutcome.Succeeded, "succeeded")]
    [InlineData(AnalysisState.Completed, AnalysisOutcome.Partial, "partial")]
    [InlineData(AnalysisState.Cancelled, AnalysisOutcome.Partial, "cancelled")]
    [InlineData(AnalysisState.Expired, AnalysisOutcome.Partial, "expired")]
    [InlineData(AnalysisState.Running, null, "running")]
    [InlineData(AnalysisState.Submitted, null, "submitted")]
    public void A_state_has_one_word(AnalysisState state, AnalysisOutcome? outcome, string word) =>
        Assert.Equal(word, Summary.StateOf(state, outcome));

    [Fact]
    public void A_total_counts_what_went_well_and_what_did_not()
    {
        var summary = new Summary();
        summary.Add(Report(Finished("a", 1)));
        Assert.Equal("1 file: all succeeded, 1 sample, 1 task in 2.0 s", summary.Total(TimeSpan.FromSeconds(2)));
        Assert.True(summary.IsClean);

        summary.Add(Report(Crashed("a", "x"), Refusing("b", "ratio", "x", subject: null)));
        Assert.Equal(
            "2 files: 1 succeeded, 1 not, 2 samples, 2 tasks, 1 crashed, 1 refused in 2.0 s",
            summary.Total(TimeSpan.FromSeconds(2)));
        Assert.False(summary.IsClean);
    }

    private static AnalysisReport Report(
        params DeliveryRecord[] deliveries)
    {
        var analysis = new Analyses();
        analysis.Add(
            null, DataMap.Empty,
            new Resource { Name = "a", Sha256 = new string('a', 64), Size = 1 }, tags: null,
            skipped: null, deliveries);
        return analysis.Report();
    }
}
