using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

/// <summary>What a ledger does, whatever its database.</summary>
public abstract class LedgerCompliance
{
    private const string A = "test.a";
    private const string B = "test.b";

    /// <summary>An empty database of its own for each call.</summary>
    private protected abstract Task<ILedgerStore> CreateStoreAsync();

    private protected async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        await CreateStoreAsync(), (A, """[{"type":"a"},{"type":"ab"}]"""), (B, """[{"type":"b"},{"type":"ab"}]"""));

    [Fact]
    public async Task A_submission_opens_a_delivery_for_each_service_that_wants_the_root()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("ab");

        var receipt = await ledger.RecordAsync(root.Submitted());

        Assert.Empty(receipt.Refused);
        var analysis = await ledger.Reader.FindAsync(root.AnalysisId, TestContext.Current.CancellationToken);
        Assert.Equal(Counters(tasks: 1, declared: 2, ended: 0), analysis!.Counters);
        Assert.Equal(AnalysisState.Submitted, analysis.State);
        Assert.Equal(Tasks.Noon, analysis.SubmittedAt);
        Assert.Null(analysis.Outcome);
        var task = Assert.Single(await ledger.ReadAsync(root.AnalysisId));
        Assert.Equal(root.Json(), task.Task.Json());
        Assert.Equal([A, B], task.Deliveries.Select(delivery => delivery.Identity));
        Assert.All(task.Deliveries, delivery => Assert.Null(delivery.Status));
    }

    [Fact]
    public async Task An_outcome_ends_its_delivery_and_declares_the_children_at_once()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var child = root.Child("ab");
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(root.Outcome(A, child));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 2, declared: 3, ended: 1), row!.Counters);
        Assert.False(row.IsDrained);
        var tasks = await ledger.ReadAsync(root.AnalysisId);
        var delivery = Assert.Single(tasks[0].Deliveries);
        Assert.Equal(DeliveryStatus.Finished, delivery.Status);
        Assert.Equal(Tasks.Noon.AddSeconds(1), delivery.StartedAt);
        Assert.Equal(Tasks.Noon.AddSeconds(2), delivery.EndedAt);
        Assert.Equal(1, delivery.Attempts);
        Assert.Equal("1.0", delivery.Version);
        Assert.Equal(child.Json(), tasks[1].Task.Json());
        Assert.Equal([A, B], tasks[1].Deliveries.Select(one => one.Identity));
    }

    [Fact]
    public async Task A_task_that_no_service_wants_drains_its_analysis_at_once()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("unwanted");

        await ledger.RecordAsync(root.Submitted());

        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        Assert.Equal(["analyses-completed"], await ledger.WaitingAsync());
    }

    [Fact]
    public async Task The_first_outcome_and_the_last_move_the_analysis()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var first = root.Child("a");
        var second = root.Child("a");
        await ledger.RecordAsync(root.Submitted());
        Assert.Empty(await ledger.WaitingAsync());

        await ledger.RecordAsync(root.Outcome(A, first, second));
        await ledger.RecordAsync(first.Outcome(A));
        Assert.Empty(await ledger.WaitingAsync());
        var running = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Running, 1, null), (running!.State, running.SagaVersion, running.CompletedAt));

        await ledger.RecordAsync(second.Outcome(A));

        Assert.Equal(["analyses-completed"], await ledger.WaitingAsync());
        var ended = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Completed, Tasks.Noon.AddSeconds(2)), (ended!.State, ended.CompletedAt));
    }

    [Fact]
    public async Task An_outcome_that_comes_before_the_submission_does_not_drain_the_analysis()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("ab");

        await ledger.RecordAsync(root.Outcome(A));

        Assert.False((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        Assert.Null(await ledger.Reader.FindAsync(root.AnalysisId, TestContext.Current.CancellationToken));
        await ledger.RecordAsync(root.Submitted());
        Assert.Equal(
            Counters(tasks: 1, declared: 2, ended: 1), (await ledger.FindAsync(root.AnalysisId))!.Counters);
        await ledger.RecordAsync(root.Outcome(B));
        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
    }

    [Fact]
    public async Task An_outcome_of_a_task_that_is_not_declared_yet_waits_for_its_declaration()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var child = root.Child("ab");
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(child.Outcome(A));
        await ledger.RecordAsync(root.Outcome(A, child));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 2, declared: 3, ended: 2), row!.Counters);
        Assert.False(row.IsDrained);
    }

    [Fact]
    public async Task A_delivery_ends_when_all_parts_of_its_outcome_have_come()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var children = Enumerable.Range(0, 6).Select(_ => root.Child("unwanted")).ToArray();
        var outcome = root.Outcome(A) with { Parts = 3 };
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(outcome with
        {
            Part = 2,
            Children = children[4..],
            Refusals = [Refused("two")],
            EndedAt = Tasks.Noon.AddSeconds(9),
        });
        await ledger.RecordAsync(outcome with { Part = 0, Children = children[..2], Refusals = [Refused("zero")] });
        Assert.Equal(
            Counters(tasks: 5, declared: 1, ended: 0), (await ledger.FindAsync(root.AnalysisId))!.Counters);
        await ledger.RecordAsync(outcome with { Part = 1, Children = children[2..4], Refusals = [Refused("one")] });

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 7, declared: 1, ended: 1) with { Refused = 3 }, row!.Counters);
        Assert.True(row.IsDrained);
        Assert.Equal(Tasks.Noon.AddSeconds(9), row.LastEndedAt);
        var tasks = await ledger.ReadAsync(root.AnalysisId);
        Assert.Equal(
            children.Select(child => child.TaskId), tasks.Skip(1).Select(task => task.Task.TaskId));
        Assert.Equal(
            ["zero", "one", "two"], Assert.Single(tasks[0].Deliveries).Refusals.Select(refusal => refusal.Message));
    }

    [Fact]
    public async Task Parts_of_two_attempts_that_cut_differently_are_not_mixed()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(root.Outcome(A) with { Part = 0, Parts = 3 });
        await ledger.RecordAsync(root.Outcome(A) with { Part = 1, Parts = 2 });
        Assert.False((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        await ledger.RecordAsync(root.Outcome(A) with { Part = 0, Parts = 2 });

        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
    }

    [Fact]
    public async Task The_first_outcome_of_a_delivery_is_the_one_that_counts()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var late = root.Child("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Crashed(A));

        var receipt = await ledger.RecordAsync(root.Outcome(A, late));

        // It would open an analysis again that has been told to be complete.
        Assert.Equal([late.TaskId], receipt.Refused);
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 2, declared: 1, ended: 1) with { Crashed = 1, Skipped = 1 }, row!.Counters);
        var tasks = await ledger.ReadAsync(root.AnalysisId);
        Assert.Equal(DeliveryStatus.Crashed, Assert.Single(tasks[0].Deliveries).Status);
        Assert.Equal("It broke.", tasks[0].Deliveries[0].Error!.Message);
        Assert.Contains("had ended before", tasks[1].SkippedBecause, StringComparison.Ordinal);
        Assert.Empty(tasks[1].Deliveries);
    }

    [Fact]
    public async Task Each_generation_of_a_delivery_is_counted_by_itself()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Crashed(A));

        await ledger.RecordAsync(root.Outcome(A) with { Generation = 1 });

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 1, declared: 2, ended: 2) with { Crashed = 1 }, row!.Counters);
        var task = Assert.Single(await ledger.ReadAsync(root.AnalysisId));
        Assert.Equal(
            [(0, DeliveryStatus.Crashed), (1, DeliveryStatus.Finished)],
            task.Deliveries.Select(delivery => (delivery.Generation, delivery.Status!.Value)));
    }

    [Fact]
    public async Task Tasks_over_budget_are_recorded_but_given_to_no_service()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var children = Enumerable.Range(0, 5).Select(_ => root.Child("a")).ToArray();
        await ledger.RecordAsync(root.Submitted(new AnalysisBudget { MaxTasks = 4 }));

        var receipt = await ledger.RecordAsync(root.Outcome(A, children));
        var again = await ledger.RecordAsync(root.Outcome(A, children));

        Guid[] over = [children[3].TaskId, children[4].TaskId];
        Assert.Equal(over.Order(), receipt.Refused.Order());
        Assert.Equal(over.Order(), again.Refused.Order());
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 6, declared: 4, ended: 1) with { Skipped = 2 }, row!.Counters);
        var tasks = await ledger.ReadAsync(root.AnalysisId);
        Assert.Equal([null, null, null, null], tasks.Take(4).Select(task => task.SkippedBecause));
        Assert.Equal(
            Enumerable.Repeat("This analysis may have 4 tasks, and has.", 2),
            tasks.Skip(4).Select(task => task.SkippedBecause));
        Assert.All(tasks.Skip(4), task => Assert.Empty(task.Deliveries));
    }

    [Fact]
    public async Task Tasks_that_lie_too_deep_are_recorded_but_given_to_no_service()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var child = root.Child("a");
        var grandchild = child.Child("a");
        await ledger.RecordAsync(root.Submitted(new AnalysisBudget { MaxDepth = 1 }));
        Assert.Empty((await ledger.RecordAsync(root.Outcome(A, child))).Refused);

        var receipt = await ledger.RecordAsync(child.Outcome(A, grandchild));

        Assert.Equal([grandchild.TaskId], receipt.Refused);
        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        Assert.Equal(
            "It lies 2 below the root, and this analysis may go 1 deep.",
            (await ledger.ReadAsync(root.AnalysisId))[2].SkippedBecause);
    }

    [Fact]
    public async Task A_cancelled_analysis_ends_what_is_open_and_opens_nothing_more()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("ab");
        var child = root.Child("ab");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A));

        await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
        var receipt = await ledger.RecordAsync(root.Outcome(B, child));

        Assert.Equal([child.TaskId], receipt.Refused);
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal(Counters(tasks: 2, declared: 2, ended: 2) with { Skipped = 1 }, row!.Counters);
        Assert.Equal(1, row.Undone);
        Assert.Equal(["analysis-stopped", "analysis-drained", "analyses-completed"], await ledger.WaitingAsync());
        Assert.Equal(AnalysisState.Cancelled, Assert.Single(await ledger.EndsAsync(root.AnalysisId)).State);
        var delivery = (await ledger.ReadAsync(root.AnalysisId))[0].Deliveries[1];
        Assert.Equal((DeliveryStatus.Cancelled, "A test stopped it."), (delivery.Status!.Value, delivery.Reason));
    }

    [Fact]
    public async Task A_submission_of_an_analysis_that_is_cancelled_already_is_refused()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
        Assert.Equal(["analysis-stopped"], await ledger.WaitingAsync());

        var receipt = await ledger.RecordAsync(root.Submitted());

        Assert.Equal([root.TaskId], receipt.Refused);
        Assert.Equal(["analysis-stopped", "analyses-completed"], await ledger.WaitingAsync());
        Assert.Equal("The analysis had been cancelled.", (await ledger.ReadAsync(root.AnalysisId))[0].SkippedBecause);
    }

    [Fact]
    public async Task Filters_see_persistent_headers_over_the_others()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a") with { PersistentHeaders = new DataMap { ["type"] = "b" } };

        await ledger.RecordAsync(root.Submitted());

        var task = Assert.Single(await ledger.ReadAsync(root.AnalysisId));
        Assert.Equal(B, Assert.Single(task.Deliveries).Identity);
    }

    [Fact]
    public async Task Malformed_filters_of_one_service_do_not_hurt_the_others()
    {
        await using var ledger = await OpenAsync();
        await ledger.RegisterAsync("test.broken", """[{"type":{"$nonsense":1}}]""");
        await ledger.RegisterAsync("test.garbage", "no json at all");
        var root = Tasks.Root("a");

        await ledger.RecordAsync(root.Submitted());

        var task = Assert.Single(await ledger.ReadAsync(root.AnalysisId));
        Assert.Equal(A, Assert.Single(task.Deliveries).Identity);
    }

    [Fact]
    public async Task What_one_analysis_does_leaves_the_others_alone()
    {
        await using var ledger = await OpenAsync();
        var roots = Enumerable.Range(0, 50).Select(_ => Tasks.Root("a")).ToList();
        await Task.WhenAll(roots.Select(root => ledger.RecordAsync(root.Submitted())));

        await Task.WhenAll(roots.Take(25).Select(root => ledger.RecordAsync(root.Outcome(A))));

        foreach (var (index, root) in roots.Index())
        {
            Assert.Equal(index < 25, (await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        }
    }

    private static AnalysisCounters Counters(int tasks, int declared, int ended) => new()
    {
        Tasks = tasks,
        Declared = declared,
        Ended = ended,
        Crashed = 0,
        Refused = 0,
        Skipped = 0,
    };

    private static Refusal Refused(string message) => new() { Reason = "test", Message = message };
}
