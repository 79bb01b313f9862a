using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Filters;
using Karton.Contracts.Services;
using Karton.Contracts.Tracking;
using Karton.Sdk;
using Karton.Tests.Servers;
using Karton.Tracking.Ledger;
using Karton.Tracking.Services;
using Karton.Tracking.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Tracking.Tests.Distributed;

/// <summary>The ledger on RabbitMQ and PostgreSQL.</summary>
public sealed class SharedLedgerOnServersTests
{
    private const string A = ScriptedService.Identity;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [ServersFact]
    public async Task A_task_is_followed_to_the_end_of_its_tree()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync();
        await using var service = await StartServiceAsync(site, ledger);
        service.Script.Run = SplitAsync;
        var root = Root(left: 3);

        await service.SubmitAsync(root);
        var completed = await ledger.CompletedAsync(root.AnalysisId);

        Assert.Equal((15, 15, 15), (completed.Counters.Tasks, completed.Counters.Declared, completed.Counters.Ended));
        Assert.Empty(await site.ErrorQueuesAsync());
    }

    [ServersFact]
    public async Task What_happened_while_no_ledger_ran_is_recorded_by_the_next_one()
    {
        await using var site = await Site.CreateAsync();
        var first = await site.StartLedgerAsync();
        await using var service = await StartServiceAsync(site, first);
        await first.StopAsync();
        service.Script.Run = SplitAsync;
        var root = Root(left: 2);
        await service.SubmitAsync(root);
        await Site.UntilAsync(async () => service.Messages.Consumed<KartonTask>().Count == 7);

        await using var ledger = await site.StartLedgerAsync();
        var completed = await ledger.CompletedAsync(root.AnalysisId);

        Assert.Equal((7, 7), (completed.Counters.Declared, completed.Counters.Ended));
        Assert.Equal(AnalysisOutcome.Succeeded, completed.Outcome);
    }

    [ServersFact]
    public async Task A_process_that_dies_between_commit_and_acknowledgement_leaves_the_same_state()
    {
        await using var site = await Site.CreateAsync();
        FrozenStore frozen = null!;
        var dying = await site.StartLedgerAsync(wrap: store => frozen = new FrozenStore(store));
        await using var service = await StartServiceAsync(site, dying);
        service.Script.Run = SplitAsync;
        var root = Root(left: 3);
        frozen.FreezesAfterCommit = true;
        await service.SubmitAsync(root);
        await frozen.Frozen.WaitAsync(Token);

        // What is left of it gives up its consumers and its lead, and does nothing else any more.
        var ending = dying.StopAsync();
        await using var next = await site.StartLedgerAsync();
        var completed = await next.CompletedAsync(root.AnalysisId);

        Assert.Equal((15, 15, 15), (completed.Counters.Tasks, completed.Counters.Declared, completed.Counters.Ended));
        // It comes again, maybe after the end: what is committed needs nothing more.
        await Site.UntilAsync(() => Task.FromResult(next.Messages.Consumed<LedgerEntries>().Any(
            message => message.Entries.Any(entry => entry.Submitted?.Task.TaskId == root.TaskId))));
        Assert.Empty(await site.ErrorQueuesAsync());
        frozen.Thaw();
        await ending;
    }

    [ServersFact]
    public async Task A_database_that_is_away_is_waited_for()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync();
        await using var service = await StartServiceAsync(site, ledger);
        var roots = Enumerable.Range(0, 300).Select(_ => Root(left: 0)).ToList();

        var submitting = Parallel.ForEachAsync(
            roots,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (root, _) => await service.SubmitAsync(root));
        await Site.UntilAsync(async () => (await ledger.Reader.ListAsync(1, Token)).Count > 0);
        site.Door.Shut();
        await submitting;
        await ledger.Logs.WaitAsync(3001, _ => true);
        site.Door.Open();

        foreach (var root in roots)
        {
            var completed = await ledger.CompletedAsync(root.AnalysisId);
            Assert.Equal((1, 1, 0), (
                completed.Counters.Declared, completed.Counters.Ended, completed.Counters.Crashed));
        }

        Assert.Empty(await site.ErrorQueuesAsync());
    }

    [ServersFact]
    public async Task A_process_that_stops_while_the_database_is_away_gives_back_what_it_could_not_write()
    {
        await using var site = await Site.CreateAsync();
        var stopping = await site.StartLedgerAsync();
        await using var service = await StartServiceAsync(site, stopping);
        site.Door.Shut();
        var roots = Enumerable.Range(0, 40).Select(_ => Root(left: 0)).ToList();
        await Task.WhenAll(roots.Select(service.SubmitAsync));
        await stopping.Logs.WaitAsync(3001, _ => true);

        await stopping.StopAsync();
        site.Door.Open();
        await using var next = await site.StartLedgerAsync();

        foreach (var root in roots)
        {
            Assert.Equal(1, (await next.CompletedAsync(root.AnalysisId)).Counters.Ended);
        }

        Assert.Empty(await site.ErrorQueuesAsync());
    }

    [ServersFact]
    public async Task A_task_that_was_recorded_and_never_sent_is_sent_by_the_ledger()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync(options: options =>
        {
            options.LostAfter = TimeSpan.FromSeconds(1);
            options.ReconcileInterval = TimeSpan.FromSeconds(0.2);
        });
        await using var service = await StartServiceAsync(site, ledger);
        var root = Root(left: 0);

        await service.Bus.Publish(
            new LedgerEntries { Entries = [new LedgerEntry { Submitted = root.Submitted() }] }, Token);

        Assert.Equal(1, (await ledger.CompletedAsync(root.AnalysisId)).Counters.Ended);
        Assert.Equal(root.TaskId, Assert.Single(service.Messages.Consumed<KartonTask>()).TaskId);
    }

    [ServersFact]
    public async Task What_a_process_commits_that_does_not_lead_goes_out()
    {
        await using var site = await Site.CreateAsync();
        await using var leader = await site.StartLedgerAsync();
        await leader.Logs.WaitAsync(3051, _ => true);
        await using var other = await site.StartLedgerAsync();
        var root = Tasks.Root("nobody");

        // As if the broker had given it to that one.
        await other.Services.GetRequiredService<LedgerWriter>().RecordAsync(
            other.Services.GetRequiredService<EntryPreparer>()
                .Prepare(new LedgerEntry { Submitted = root.Submitted() }),
            Token);

        await leader.CompletedAsync(root.AnalysisId);
        Assert.Empty(other.Logs.Of(3051));
    }

    [ServersFact]
    public async Task Another_process_takes_over()
    {
        await using var site = await Site.CreateAsync();
        var first = await site.StartLedgerAsync();
        await first.Logs.WaitAsync(3051, _ => true);
        await using var second = await site.StartLedgerAsync();
        await using var service = await StartServiceAsync(site, first);
        service.Script.Run = SplitAsync;
        var roots = Enumerable.Range(0, 20).Select(_ => Root(left: 3)).ToList();
        await Task.WhenAll(roots.Select(service.SubmitAsync));

        await first.StopAsync();

        await second.Logs.WaitAsync(3051, _ => true);
        foreach (var root in roots)
        {
            var completed = await second.CompletedAsync(root.AnalysisId);
            Assert.Equal((15, 15), (completed.Counters.Declared, completed.Counters.Ended));
        }

        Assert.Empty(await site.ErrorQueuesAsync());
    }

    [ServersFact]
    public async Task A_new_version_with_other_filters_replaces_the_old_one()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync();
        var old = await StartServiceAsync(site, ledger);
        var before = await site.KeysOfAsync(A);

        await using var @new = await site.StartAsync(karton => karton.AddConsumer<OtherScriptedService>());
        await ledger.Messages.PublishedAsync<ServiceReplaced>(replaced =>
            replaced.Identity == A && replaced.Filters == DataValue.Parse("""[{"type":"b"}]"""));

        var wanted = TaskFilter.Parse("""[{"type":"b"}]""").BindingKeys.Order(StringComparer.Ordinal).ToList();
        await Site.UntilAsync(async () => (await site.KeysOfAsync(A)).SequenceEqual(wanted));
        Assert.NotEqual(before, wanted);
        await old.StopAsync();
        var root = Tasks.Root("b");
        await @new.SubmitAsync(root);
        Assert.Equal(1, (await ledger.CompletedAsync(root.AnalysisId)).Counters.Ended);
    }

    [ServersFact]
    public async Task A_service_without_a_queue_of_its_own_goes_with_its_process()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync(options: options =>
        {
            options.SilentAfter = TimeSpan.FromSeconds(2);
            options.ReconcileInterval = TimeSpan.FromSeconds(0.2);
        });
        var service = await site.StartAsync(karton => karton.AddConsumer<PassingService>());
        await ledger.KnowsAsync(PassingService.Identity);
        var begun = new TaskCompletionSource();
        service.Script.Run = async context =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
        };
        var root = Tasks.Root("a");
        await service.SubmitAsync(root);
        await begun.Task.WaitAsync(Token);

        await service.StopAsync();
        var completed = await ledger.CompletedAsync(root.AnalysisId);

        Assert.Equal((1, AnalysisOutcome.Partial), (completed.Counters.Ended, completed.Outcome));
        Assert.Empty(await ledger.Directory.ListAsync(Token));
    }

    [ServersFact]
    public async Task A_service_that_a_person_removes_takes_its_queue_with_it()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync();
        var service = await StartServiceAsync(site, ledger);
        Assert.False((await RemoveAsync(ledger)).IsRemoved);
        await service.StopAsync();
        var root = Root(left: 0);
        await using var client = await site.StartAsync(_ => { });
        await client.SubmitAsync(root);
        await Site.UntilAsync(async () =>
            (await ledger.Reader.FindAsync(root.AnalysisId, Token))?.Counters.Declared == 1);

        var result = await RemoveAsync(ledger);

        Assert.Equal((true, 1), (result.IsRemoved, result.Abandoned));
        Assert.Equal(AnalysisOutcome.Partial, (await ledger.CompletedAsync(root.AnalysisId)).Outcome);
        Assert.DoesNotContain(await site.Broker.ListQueuesAsync(), queue => queue.Name == A);
    }

    [ServersFact]
    public async Task An_entry_that_contradicts_itself_goes_to_the_error_queue_and_takes_nobody_with_it()
    {
        await using var site = await Site.CreateAsync();
        await using var ledger = await site.StartLedgerAsync();
        var good = Tasks.Root("nobody");
        var bad = Tasks.Root("nobody");

        await ledger.Bus.Publish(
            new LedgerEntries
            {
                Entries =
                [
                    new LedgerEntry { Outcome = bad.Outcome(A) with { Part = 3, Parts = 2 } },
                    new LedgerEntry { Submitted = good.Submitted() },
                ],
            },
            Token);

        await ledger.CompletedAsync(good.AnalysisId);
        await ledger.Logs.WaitAsync(3004, text => text.Contains($"{bad.TaskId}", StringComparison.Ordinal));
        await Site.UntilAsync(async () => (await site.ErrorQueuesAsync()).Contains("karton.ledger_error"));
    }

    private static Task<ServiceRemovalResult> RemoveAsync(Node ledger) =>
        ledger.Services.GetRequiredService<IServiceRemoval>().RemoveAsync(A, Token);

    private static async Task<Node> StartServiceAsync(Site site, Node ledger)
    {
        var service = await site.StartAsync(karton => karton.AddConsumer<ScriptedService>());
        await ledger.KnowsAsync(A);
        return service;
    }

    private static KartonTask Root(int left) => Tasks.Root("a") with { Payload = new DataMap { ["left"] = left } };

    private static async Task SplitAsync(ConsumeContext<KartonTask> context)
    {
        var left = (int)context.Message.Payload["left"].AsInt64()!.Value;
        for (var i = 0; i < 2 && left > 0; i++)
        {
            await context.Publish(new KartonTask
            {
                Headers = new DataMap { ["type"] = "a" },
                Payload = new DataMap { ["left"] = left - 1 },
            });
        }
    }
}

[KartonService(ScriptedService.Identity, Version = "2.0")]
[Accepts("type=b")]
internal sealed class OtherScriptedService(Script script) : IConsumer<KartonTask>
{
    public Task Consume(ConsumeContext<KartonTask> context) => script.Run(context);
}

[KartonService(Identity, IsPersistent = false)]
[Accepts("type=a")]
internal sealed class PassingService(Script script) : IConsumer<KartonTask>
{
    public const string Identity = "test.passing";

    public Task Consume(ConsumeContext<KartonTask> context) => script.Run(context);
}
