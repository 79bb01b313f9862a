using Karton.Cli.Engine;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Gateway.Submissions;

namespace Karton.Cli.Tests.Engine;

public sealed class UnfinishedAnalysisTests
{
    private static readonly Resource Sample = new() { Name = "a.zip", Sha256 = new string('a', 64), Size = 5 };

    private static readonly SampleSubmission Submission = new() { Name = "a.zip", Passwords = ["one"] };

    private static readonly UnfinishedAnalysis Unfinished = Of(Submission);

    public static TheoryData<SampleSubmission> Others =>
    [
        Submission with { Name = "b.zip" },
        Submission with { Passwords = ["one", "two"] },
        Submission with { Headers = new DataMap { ["quality"] = "low" } },
        Submission with { Priority = TaskPriority.High },
    ];

    [Fact]
    public void The_same_command_given_again_means_the_same_analysis()
    {
        Assert.True(Unfinished.IsOf(Submission with { Deadline = DateTimeOffset.UnixEpoch }, Sample));
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void Anything_else_that_is_said_of_the_sample_means_another_analysis(object other)
    {
        Assert.False(Unfinished.IsOf((SampleSubmission)other, Sample));
    }

    [Fact]
    public void Other_contents_mean_another_analysis()
    {
        Assert.False(Unfinished.IsOf(Submission, Sample with { Sha256 = new string('b', 64) }));
    }

    [Fact]
    public void An_analysis_with_more_headers_is_another_one()
    {
        var low = Of(Submission with { Headers = new DataMap { ["quality"] = "low" } });

        Assert.False(low.IsOf(Submission, Sample));
    }

    private static UnfinishedAnalysis Of(SampleSubmission submission)
    {
        var root = RootSample.ToTask(submission, Sample, DateTimeOffset.UnixEpoch);
        return new UnfinishedAnalysis(root.AnalysisId, root);
    }
}
