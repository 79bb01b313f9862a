using Karton.Contracts;
using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reading;

/// <summary>Pages of a tree, whatever the database.</summary>
public abstract class TaskPagesCompliance
{
    private const string A = "test.a";
    private const string B = "test.b";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty database.</summary>
    private protected abstract Task<ILedgerStore> CreateStoreAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Pages_of_any_size_make_up_the_tree(int limit)
    {
        await using var ledger = await OpenAsync();
        var random = new Random(limit);
        for (var tree = 0; tree < 5; tree++)
        {
            var analysisId = await RecordTreeAsync(ledger, random, tasks: 60);
            var whole = (await ledger.ReadAsync(analysisId)).Select(record => record.Task.TaskId).ToList();

            var pages = new List<Guid>();
            while (await ReadPageAsync(ledger, analysisId, pages, limit) is { Count: > 0 } page)
            {
                Assert.True(page.Count == limit || pages.Count + page.Count == whole.Count);
                pages.AddRange(page);
            }

            Assert.Equal(whole, pages);
        }
    }

    [Fact]
    public async Task A_page_has_whole_tasks_with_their_deliveries()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("ab");
        var child = root.Child("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(B, child));

        var page = await ledger.Reader.ReadPageAsync(root.AnalysisId, null, 10, Token);

        Assert.Equal([root.Json(), child.Json()], page.Select(record => record.Task.Json()));
        Assert.Equal([A, B], page[0].Deliveries.Select(delivery => delivery.Identity));
    }

    [Fact]
    public async Task A_task_whose_parent_is_not_known_is_on_no_page_before_it_is()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var child = root.Child("a");
        var grandchild = child.Child("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(child.Outcome(A, grandchild));

        var early = await ledger.Reader.ReadPageAsync(root.AnalysisId, null, 10, Token);
        await ledger.RecordAsync(root.Outcome(A, child));
        var late = await ledger.Reader.ReadPageAsync(root.AnalysisId, null, 10, Token);

        Assert.Equal([root.TaskId], early.Select(record => record.Task.TaskId));
        Assert.Equal(
            [root.TaskId, child.TaskId, grandchild.TaskId], late.Select(record => record.Task.TaskId));
    }

    [Fact]
    public async Task There_is_no_page_of_what_is_not_there()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        var other = Tasks.Root("a").TaskId;

        Assert.Empty(await ledger.Reader.ReadPageAsync(other, null, 10, Token));
        Assert.Empty(await ledger.Reader.ReadPageAsync(root.AnalysisId, other, 10, Token));
        Assert.Empty(await ledger.Reader.ReadPageAsync(root.AnalysisId, root.TaskId, 10, Token));
    }

    [Fact]
    public async Task Tasks_that_claim_to_come_from_each_other_hold_nothing_up()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var one = root.Child("a");
        var other = one.Child("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(one.Outcome(A, other));
        await ledger.RecordAsync(other.Outcome(A, one with { ParentId = other.TaskId }));

        Assert.True((await ledger.Reader.ReadPageAsync(root.AnalysisId, one.TaskId, 10, Token)).Count <= 10);
    }

    [Fact]
    public async Task Roots_of_many_analyses_are_read_at_once()
    {
        await using var ledger = await OpenAsync();
        var roots = Enumerable.Range(0, 3).Select(_ => Tasks.Root("a")).ToList();
        foreach (var root in roots)
        {
            await ledger.RecordAsync(root.Submitted());
        }

        var read = await ledger.Reader.ReadRootsAsync(
            [roots[2].AnalysisId, Tasks.Root("a").AnalysisId, roots[0].AnalysisId], Token);

        Assert.Equal(
            new[] { roots[0].TaskId, roots[2].TaskId }.Order(), read.Select(root => root.TaskId).Order());
        Assert.Empty(await ledger.Reader.ReadRootsAsync([], Token));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1_001)]
    public async Task A_page_has_limits(int limit)
    {
        await using var ledger = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => ledger.Reader.ReadPageAsync(Guid.Empty, null, limit, Token));
    }

    private static async Task<List<Guid>> ReadPageAsync(
        LedgerUnderTest ledger, Guid analysisId, List<Guid> before, int limit)
    {
        Guid? after = before.Count == 0 ? null : before[^1];
        var page = await ledger.Reader.ReadPageAsync(analysisId, after, limit, Token);
        return [.. page.Select(record => record.Task.TaskId)];
    }

    // Any task may have children by both services, in any number.
    private static async Task<Guid> RecordTreeAsync(LedgerUnderTest ledger, Random random, int tasks)
    {
        var root = Tasks.Root("ab");
        await ledger.RecordAsync(root.Submitted());
        var open = new List<KartonTask> { root };
        var left = tasks;
        while (left > 0)
        {
            var parent = open[random.Next(open.Count)];
            open.Remove(parent);
            foreach (var identity in (string[])[A, B])
            {
                var children = Enumerable.Range(0, Math.Min(left, 1 + random.Next(4)))
                    .Select(_ => parent.Child("ab", identity)).ToArray();
                left -= children.Length;
                open.AddRange(children);
                await ledger.RecordAsync(parent.Outcome(identity, children));
            }
        }

        return root.AnalysisId;
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        await CreateStoreAsync(), (A, """[{"type":"a"},{"type":"ab"}]"""), (B, """[{"type":"ab"}]"""));
}
