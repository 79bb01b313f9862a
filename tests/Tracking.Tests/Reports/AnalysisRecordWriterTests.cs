using System.Text;
using Karton.Contracts.Analyses;
using Karton.Tracking.Reading;
using Karton.Tracking.Reports;
using static Karton.Tracking.Tests.Reports.TreeOfTasks;

namespace Karton.Tracking.Tests.Reports;

public sealed class AnalysisRecordWriterTests
{
    [Fact]
    public async Task An_analysis_is_one_line_with_its_counters()
    {
        var analysis = Analysis(AnalysisState.Completed, AnalysisOutcome.Partial);
        analysis = analysis with
        {
            Counters = analysis.Counters with { Tasks = 7, Crashed = 1, Refused = 2, Skipped = 3 },
        };

        Assert.Equal(
            """
            {"version":1,"file":"a\u202E.zip","analysisId":"0000000a-0000-0000-0000-000000000000","state":"completed",
            "outcome":"partial","tasks":7,"crashed":1,"refused":5,"submittedAt":"2026-01-02T03:04:05+00:00",
            "seconds":1.5}
            """.ReplaceLineEndings("") + "\n",
            await WriteAsync(analysis, "a\u202e.zip"));
    }

    [Fact]
    public async Task What_is_not_known_yet_is_null()
    {
        Assert.Equal(
            """
            {"version":1,"file":null,"analysisId":"0000000a-0000-0000-0000-000000000000","state":"running",
            "outcome":null,"tasks":0,"crashed":0,"refused":0,"submittedAt":"2026-01-02T03:04:05+00:00",
            "seconds":null}
            """.ReplaceLineEndings("") + "\n",
            await WriteAsync(Analysis(AnalysisState.Running, outcome: null), file: null));
    }

    private static async Task<string> WriteAsync(AnalysisRecord analysis, string? file)
    {
        using var output = new MemoryStream();
        await AnalysisRecordWriter.WriteAsync(output, analysis, file, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(output.ToArray());
    }
}
