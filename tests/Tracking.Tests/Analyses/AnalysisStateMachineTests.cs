using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Tests.Harness;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Tracking.Tests.Analyses;

public sealed class AnalysisStateMachineTests : IDisposable
{
    private const string A = ScriptedService.Identity;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_analysis_runs_from_its_first_outcome_and_completes_with_its_last()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        var child = root.Child("a");
        await engine.RecordAsync(root.Submitted());
        await engine.ReachedAsync(root.AnalysisId, AnalysisState.Submitted);

        await engine.RecordAsync(root.Outcome(A, child));
        await engine.ReachedAsync(root.AnalysisId, AnalysisState.Running);
        await engine.RecordAsync(child.Outcome(A));
        var completed = await engine.CompletedAsync(root.AnalysisId);
        await engine.ReachedAsync(root.AnalysisId, AnalysisState.Completed);

        Assert.Equal(AnalysisState.Completed, completed.State);
        Assert.Equal(AnalysisOutcome.Succeeded, completed.Outcome);
        Assert.Equal((2, 2, 2), (completed.Counters.Tasks, completed.Counters.Declared, completed.Counters.Ended));
        Assert.Equal(Tasks.Noon, completed.SubmittedAt);
        Assert.Equal(Tasks.Noon.AddSeconds(2), completed.CompletedAt);
        var record = await engine.Reader.FindAsync(root.AnalysisId, Token);
        Assert.Equal((AnalysisState.Completed, AnalysisOutcome.Succeeded), (record!.State, record.Outcome!.Value));
        Assert.Equal(
            [
                "is Submitted: 1 tasks, 1 deliveries, 0 ended, 0 crashed, 0 refused, 0 skipped",
                "is Running: 2 tasks, 2 deliveries, 1 ended, 0 crashed, 0 refused, 0 skipped",
                "is Completed: 2 tasks, 2 deliveries, 2 ended, 0 crashed, 0 refused, 0 skipped",
            ],
            engine.Logs.Of(3000).Select(line => line[$"Analysis {root.AnalysisId} ".Length..]));
    }

    [Fact]
    public async Task A_completed_analysis_can_be_loaded_from_the_repository()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        await engine.RecordAsync(root.Submitted());
        await engine.RecordAsync(root.Outcome(A));
        await engine.CompletedAsync(root.AnalysisId);

        var instance = await engine.Services.GetRequiredService<ILoadSagaRepository<AnalysisInstance>>()
            .Load(root.AnalysisId);

        Assert.Equal(nameof(AnalysisState.Completed), instance.CurrentState);
    }

    [Fact]
    public async Task An_analysis_that_no_service_wants_completes_at_once()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("unwanted");

        await engine.RecordAsync(root.Submitted());
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal((AnalysisOutcome.Succeeded, 0), (completed.Outcome, completed.Counters.Declared));
        Assert.Equal(Tasks.Noon, completed.CompletedAt);
    }

    [Theory]
    [InlineData("crashed")]
    [InlineData("refused")]
    [InlineData("skipped")]
    [InlineData("rejected")]
    public async Task An_analysis_of_which_something_was_not_done_is_partial(string what)
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        var outcome = what switch
        {
            "crashed" => root.Crashed(A),
            "refused" => root.Outcome(A) with { Refusals = [new Refusal { Reason = "ratio", Message = "Too much." }] },
            "skipped" => root.Outcome(A, root.Child("a")),
            _ => root.Outcome(A) with { Status = DeliveryStatus.Rejected },
        };
        await engine.RecordAsync(root.Submitted(new AnalysisBudget { MaxTasks = 1 }));

        await engine.RecordAsync(outcome);
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal(AnalysisOutcome.Partial, completed.Outcome);
    }

    [Fact]
    public async Task A_cancelled_analysis_ends_once_and_every_service_is_told()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        var child = root.Child("a");
        await engine.RecordAsync(root.Submitted());
        await engine.RecordAsync(root.Outcome(A, child));

        await engine.Bus.Publish(new CancelAnalysis { AnalysisId = root.AnalysisId, Reason = "Enough." }, Token);
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal((AnalysisState.Cancelled, AnalysisOutcome.Partial), (completed.State, completed.Outcome));
        Assert.Equal(completed.Counters.Declared, completed.Counters.Ended);
        var stopped = await engine.Messages.PublishedAsync<AnalysisStopped>(
            message => message.AnalysisId == root.AnalysisId);
        Assert.Equal(AnalysisState.Cancelled, stopped.State);
        var delivery = Assert.Single((await engine.ReadAsync(root.AnalysisId))[1].Deliveries);
        Assert.Equal((DeliveryStatus.Cancelled, "Enough."), (delivery.Status!.Value, delivery.Reason));

        // What was running reports in vain.
        await engine.RecordAsync(child.Outcome(A, child.Child("a")));
        Assert.Equal(AnalysisState.Cancelled, (await engine.FindAsync(root.AnalysisId))!.State);
        Assert.True((await engine.FindAsync(root.AnalysisId))!.IsDrained);
    }

    [Fact]
    public async Task Cancelling_may_come_before_the_submission()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        await engine.Bus.Publish(new CancelAnalysis { AnalysisId = root.AnalysisId }, Token);
        await engine.ReachedAsync(root.AnalysisId, AnalysisState.Cancelled);

        var receipt = await engine.RecordAsync(root.Submitted());
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal([root.TaskId], receipt.Refused);
        Assert.Equal((AnalysisState.Cancelled, 1), (completed.State, completed.Counters.Skipped));
    }

    [Fact]
    public async Task Cancelling_a_completed_analysis_changes_nothing()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("unwanted");
        await engine.RecordAsync(root.Submitted());
        await engine.CompletedAsync(root.AnalysisId);

        await engine.Bus.Publish(new CancelAnalysis { AnalysisId = root.AnalysisId }, Token);

        await engine.Messages.ConsumedAsync<CancelAnalysis>();
        Assert.Equal(AnalysisState.Completed, (await engine.FindAsync(root.AnalysisId))!.State);
        Assert.Empty(engine.Messages.Published<AnalysisStopped>());
    }

    [Fact]
    public async Task An_analysis_is_stopped_when_its_deadline_passes()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a", deadline: Tasks.Noon.AddYears(-1));

        await engine.RecordAsync(root.Submitted());
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal(AnalysisState.Expired, completed.State);
        var stopped = await engine.Messages.PublishedAsync<AnalysisStopped>(
            message => message.AnalysisId == root.AnalysisId);
        Assert.Equal(AnalysisState.Expired, stopped.State);
        var delivery = Assert.Single((await engine.ReadAsync(root.AnalysisId))[0].Deliveries);
        Assert.Equal(DeliveryStatus.Expired, delivery.Status);
    }

    [Fact]
    public async Task A_completed_analysis_in_which_something_is_run_again_runs_and_completes_again()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        await engine.RecordAsync(root.Submitted());
        await engine.RecordAsync(root.Crashed(A));
        Assert.Equal(AnalysisOutcome.Partial, (await engine.CompletedAsync(root.AnalysisId)).Outcome);
        var child = root.Child("a");

        await engine.RecordAsync(root.Outcome(A, child) with { Generation = 1 });
        await engine.ReachedAsync(root.AnalysisId, AnalysisState.Running);
        Assert.Null((await engine.Reader.FindAsync(root.AnalysisId, Token))!.CompletedAt);
        await engine.RecordAsync(child.Outcome(A));

        var again = await engine.CompletedAsync(end => end.Counters.Ended == 3);
        Assert.Equal(AnalysisState.Completed, again.State);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_analysis_that_is_stopped_while_it_drains_has_one_end(bool isCancelled)
    {
        await using var engine = await StartAsync();
        var roots = Enumerable.Range(0, 200).Select(_ => Tasks.Root("a")).ToList();
        await Task.WhenAll(roots.Select(root => engine.RecordAsync(root.Submitted())));

        await Task.WhenAll(roots.SelectMany(root => (Task[])
        [
            isCancelled
                ? engine.Bus.Publish(new CancelAnalysis { AnalysisId = root.AnalysisId }, Token)
                : engine.Bus.Publish(new AnalysisOverdue { AnalysisId = root.AnalysisId }, Token),
            engine.RecordAsync(root.Outcome(A)),
        ]));
        await Task.WhenAll(roots.Select(root => engine.CompletedAsync(root.AnalysisId)));

        var ends = engine.Messages.Published<AnalysesCompleted>().SelectMany(message => message.Analyses).ToList();
        Assert.Equal(roots.Count, ends.Count);
        foreach (var end in ends)
        {
            var row = await engine.FindAsync(end.AnalysisId);
            Assert.Equal((end.State, end.CompletedAt, 0), (row!.State, row.CompletedAt!.Value, row.Open));
        }
    }

    [Fact]
    public async Task A_message_that_says_drained_is_not_believed_when_something_is_open()
    {
        await using var engine = await StartAsync();
        var root = Tasks.Root("a");
        await engine.RecordAsync(root.Submitted());

        await engine.Bus.Publish(new AnalysisDrained { AnalysisId = root.AnalysisId }, Token);

        await engine.Messages.ConsumedAsync<AnalysisDrained>();
        Assert.Equal(AnalysisState.Submitted, (await engine.FindAsync(root.AnalysisId))!.State);
        Assert.Empty(engine.Messages.Published<AnalysesCompleted>());
    }

    [Fact]
    public async Task A_thousand_analyses_at_once_all_complete()
    {
        await using var engine = await StartAsync();
        var roots = Enumerable.Range(0, 1000).Select(_ => Tasks.Root("a")).ToList();

        await Parallel.ForEachAsync(roots, Token, async (root, _) =>
        {
            var child = root.Child("a");
            await engine.RecordAsync(root.Submitted());
            await engine.RecordAsync(root.Outcome(A, child));
            await engine.RecordAsync(child.Outcome(A));
        });
        await Task.WhenAll(roots.Select(root => engine.ReachedAsync(root.AnalysisId, AnalysisState.Completed)));

        Assert.Empty(await engine.Reader.ListUnfinishedAsync(Token));
        Assert.Empty(engine.Logs.Of(3002));
    }

    private Task<Engine> StartAsync() => Engine.StartAsync(
        _folder["ledger.db"], options: options => options.DeadlineInterval = TimeSpan.FromMilliseconds(100));
}
