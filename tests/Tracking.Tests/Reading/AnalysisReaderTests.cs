using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reading;

public sealed class AnalysisReaderTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_analysis_that_nobody_submitted_is_not_there()
    {
        await using var ledger = await OpenAsync();

        Assert.Null(await ledger.Reader.FindAsync(Tasks.Root("a").AnalysisId, Token));
        Assert.Empty(await ledger.ReadAsync(Tasks.Root("a").AnalysisId));
    }

    [Fact]
    public async Task The_latest_analyses_come_first()
    {
        await using var ledger = await OpenAsync();
        var roots = Enumerable.Range(0, 5)
            .Select(minute => Tasks.Root("a") with { Created = Tasks.Noon.AddMinutes(minute) }).ToList();
        foreach (var index in (int[])[2, 0, 4, 1, 3])
        {
            await ledger.RecordAsync(roots[index].Submitted());
        }

        var latest = await ledger.Reader.ListAsync(3, Token);

        Assert.Equal(
            [roots[4].AnalysisId, roots[3].AnalysisId, roots[2].AnalysisId], latest.Select(one => one.AnalysisId));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10_001)]
    public async Task The_limit_has_limits(int limit)
    {
        await using var ledger = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => ledger.Reader.ListAsync(limit, Token));
    }

    [Fact]
    public async Task Unfinished_analyses_come_oldest_first()
    {
        await using var ledger = await OpenAsync();
        var roots = Enumerable.Range(0, 3)
            .Select(minute => Tasks.Root("a") with { Created = Tasks.Noon.AddMinutes(-minute) }).ToList();
        await Task.WhenAll(roots.Select(root => ledger.RecordAsync(root.Submitted())));
        await ledger.RecordAsync(roots[1].Outcome("test.a"));

        var unfinished = await ledger.Reader.ListUnfinishedAsync(Token);

        Assert.Equal([roots[2].AnalysisId, roots[0].AnalysisId], unfinished.Select(one => one.AnalysisId));
        var completed = await ledger.Reader.FindAsync(roots[1].AnalysisId, Token);
        Assert.Equal(
            (AnalysisState.Completed, AnalysisOutcome.Succeeded, Tasks.Noon.AddSeconds(2)),
            (completed!.State, completed.Outcome!.Value, completed.CompletedAt!.Value));
    }

    [Fact]
    public async Task A_large_tree_is_read_in_the_order_it_was_sent()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var children = Enumerable.Range(0, 1500).Select(_ => root.Child("unwanted")).ToArray();
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome("test.a") with { Part = 1, Parts = 2, Children = children[1000..] });
        await ledger.RecordAsync(root.Outcome("test.a") with { Part = 0, Parts = 2, Children = children[..1000] });

        var tasks = await ledger.ReadAsync(root.AnalysisId);

        Assert.Equal(
            [root.TaskId, .. children.Select(child => child.TaskId)], tasks.Select(task => task.Task.TaskId));
    }

    [Fact]
    public async Task A_tree_can_be_read_while_it_grows()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var children = Enumerable.Range(0, 300).Select(_ => root.Child("a")).ToArray();
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome("test.a", children));

        var read = 0;
        await foreach (var task in ledger.Reader.ReadTasksAsync(root.AnalysisId, Token))
        {
            if (read < children.Length)
            {
                await ledger.RecordAsync(children[read++].Outcome("test.a", children[0].Child("a") with
                {
                    ParentId = children[read - 1].TaskId,
                }));
            }

            Assert.Single(task.Deliveries);
        }

        Assert.Equal(601, (await ledger.ReadAsync(root.AnalysisId)).Count);
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        new SqliteLedgerStore(_folder["ledger.db"]), ("test.a", """[{"type":"a"}]"""));
}
