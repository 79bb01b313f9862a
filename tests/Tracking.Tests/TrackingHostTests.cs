using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Tests;

public sealed class TrackingHostTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_published_task_is_followed_to_the_end_of_its_tree()
    {
        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        engine.Script.Run = SplitAsync;
        var root = Tasks.Root("a") with { Payload = new DataMap { ["left"] = 3 } };

        await engine.Bus.Publish(root, Token);
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal((15, 15, 15), (completed.Counters.Tasks, completed.Counters.Declared, completed.Counters.Ended));
        var tasks = await engine.ReadAsync(root.AnalysisId);
        Assert.Equal([3, 2, 1, 0, 0, 1, 0, 0, 2, 1, 0, 0, 1, 0, 0], tasks.Select(task => Left(task.Task)));
        Assert.All(tasks, task => Assert.Equal(
            DeliveryStatus.Finished, Assert.Single(task.Deliveries).Status));
    }

    [Fact]
    public async Task A_consumer_that_throws_is_a_crash_in_the_ledger()
    {
        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        engine.Script.Run = _ => throw new InvalidOperationException("It broke.");
        var root = Tasks.Root("a");

        await engine.Bus.Publish(root, Token);
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal((AnalysisOutcome.Partial, 1), (completed.Outcome, completed.Counters.Crashed));
        var delivery = Assert.Single((await engine.ReadAsync(root.AnalysisId))[0].Deliveries);
        Assert.Equal(("error", "It broke."), (delivery.Error!.Reason, delivery.Error.Message));
    }

    [Fact]
    public async Task A_running_consumer_is_cancelled_with_its_analysis()
    {
        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        var running = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        engine.Script.Run = async context =>
        {
            await using var registration = context.CancellationToken.Register(cancelled.SetResult);
            running.SetResult();
            await cancelled.Task;
            context.CancellationToken.ThrowIfCancellationRequested();
        };
        var root = Tasks.Root("a");
        await engine.Bus.Publish(root, Token);
        await running.Task.WaitAsync(Token);

        await engine.Bus.Publish(new CancelAnalysis { AnalysisId = root.AnalysisId }, Token);

        await cancelled.Task.WaitAsync(Token);
        Assert.Equal(AnalysisState.Cancelled, (await engine.CompletedAsync(root.AnalysisId)).State);
    }

    [Fact]
    public async Task An_engine_goes_on_with_what_the_last_one_left()
    {
        var root = Tasks.Root("a") with { Payload = new DataMap { ["left"] = 1 } };
        var done = Tasks.Root("a") with { Payload = new DataMap { ["left"] = 0 } };
        KartonTask[] children = [root.Child("a", ScriptedService.Identity), root.Child("a", ScriptedService.Identity)];

        // An engine that was killed: one root was recorded and never sent, of another the first delivery had ended.
        await using (var killed = await Engine.StartAsync(_folder["ledger.db"]))
        {
            await killed.RecordAsync(root.Submitted());
            await killed.RecordAsync(root.Outcome(ScriptedService.Identity, children));
            await killed.RecordAsync(done.Submitted());
        }

        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        await engine.CompletedAsync(root.AnalysisId);
        await engine.CompletedAsync(done.AnalysisId);

        Assert.Equal(3, (await engine.ReadAsync(root.AnalysisId)).Count);
        await engine.Logs.WaitAsync(
            3032, text => text == "test.a goes on with 3 deliveries of an earlier process");
    }

    [Fact]
    public async Task What_is_in_work_is_in_the_journal_while_it_is()
    {
        var root = Tasks.Root("a");
        await using (var engine = await Engine.StartAsync(_folder["ledger.db"]))
        {
            var running = new TaskCompletionSource();
            var release = new TaskCompletionSource();
            engine.Script.Run = _ =>
            {
                running.SetResult();
                return release.Task;
            };
            await engine.Bus.Publish(root, Token);
            await running.Task.WaitAsync(Token);

            File.Copy(_folder["ledger.db.inwork"], _folder["killed.db.inwork"]);
            release.SetResult();
            await engine.CompletedAsync(root.AnalysisId);
        }

        Assert.Equal([(root.TaskId, ScriptedService.Identity)], ReadJournal("killed.db"));
        Assert.Empty(ReadJournal("ledger.db"));
    }

    [Fact]
    public async Task What_was_open_at_a_service_that_is_gone_ends_as_abandoned()
    {
        var root = Tasks.Root("a");
        await using (var before = await Engine.StartAsync(_folder["ledger.db"]))
        {
            await before.RecordAsync(root.Submitted());
        }

        await using var engine = await Engine.StartAsync(_folder["ledger.db"], karton => { });
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal(AnalysisOutcome.Partial, completed.Outcome);
        var delivery = Assert.Single((await engine.ReadAsync(root.AnalysisId))[0].Deliveries);
        Assert.Equal(
            (DeliveryStatus.Abandoned, "The service test.a was removed."), (delivery.Status!.Value, delivery.Reason));
    }

    [Fact]
    public async Task The_host_does_not_start_without_a_path()
    {
        var failure = await Assert.ThrowsAsync<OptionsValidationException>(
            () => Engine.StartAsync(""));

        Assert.Contains("Karton:Tracking:DatabasePath is missing", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_does_not_start_on_a_file_that_is_no_ledger()
    {
        await File.WriteAllTextAsync(_folder["ledger.db"], new string('x', 5000), Token);

        var failure = await Assert.ThrowsAsync<InvalidDataException>(() => Engine.StartAsync(_folder["ledger.db"]));

        Assert.Contains(_folder["ledger.db"], failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_engine_does_not_start_on_the_same_ledger()
    {
        await using var first = await Engine.StartAsync(_folder["ledger.db"]);

        var failure = await Assert.ThrowsAsync<IOException>(() => Engine.StartAsync(_folder["ledger.db"]));

        Assert.Contains("in use by another process", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Entries_that_come_over_the_bus_are_recorded_too()
    {
        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        var root = Tasks.Root("a");

        await engine.Bus.Publish(
            new LedgerEntries
            {
                Entries =
                [
                    new LedgerEntry { Outcome = root.Outcome(ScriptedService.Identity) },
                    new LedgerEntry { Submitted = root.Submitted() },
                ],
            },
            Token);

        Assert.Equal(1, (await engine.CompletedAsync(root.AnalysisId)).Counters.Ended);
    }

    private IReadOnlySet<(Guid TaskId, string Identity)> ReadJournal(string database)
    {
        using var journal = new InWorkJournal(Options.Create(new TrackingOptions { DatabasePath = _folder[database] }));
        journal.Open();
        return journal.LeftBehind;
    }

    private static int Left(KartonTask task) => (int)task.Payload["left"].AsInt64()!.Value;

    private static async Task SplitAsync(ConsumeContext<KartonTask> context)
    {
        for (var i = 0; i < 2 && Left(context.Message) > 0; i++)
        {
            await context.Publish(new KartonTask
            {
                Headers = new DataMap { ["type"] = "a" },
                Payload = new DataMap { ["left"] = Left(context.Message) - 1 },
            });
        }
    }
}
