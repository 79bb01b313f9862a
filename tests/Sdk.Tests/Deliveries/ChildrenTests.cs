using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Submission;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class ChildrenTests
{
    [Fact]
    public async Task The_outcome_is_recorded_before_any_child_is_sent()
    {
        await using var host = await Tasks.HostAsync((consumer, _, _) => consumer.SendTaskAsync(Tasks.Child()));
        var recording = new TaskCompletionSource();
        var mayRecord = new TaskCompletionSource();
        host.Channel.Answer = async entry =>
        {
            if (entry.Outcome?.Identity == ScriptedConsumer.Identity)
            {
                recording.SetResult();
                await mayRecord.Task;
            }

            return TrackingReceipt.Accepted;
        };
        var sent = host.Sent();
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await recording.Task;

        var beforehand = sent.Children;
        mayRecord.SetResult();
        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        var child = Assert.Single(outcome.Children);
        await host.Channel.OutcomeOfAsync(child.TaskId);

        Assert.Empty(beforehand);
        Assert.Equal(child.TaskId, Assert.Single(sent.Children).TaskId);
    }

    [Fact]
    public async Task A_child_says_where_it_comes_from()
    {
        await using var host = await Tasks.HostAsync((consumer, _, _) => consumer.SendTaskAsync(Tasks.Child()));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var child = Assert.Single((await host.Channel.OutcomeOfAsync(task.TaskId)).Children);
        await host.Channel.OutcomeOfAsync(child.TaskId);
        var seen = Assert.Single(host.Collected);
        Assert.Equal(ChildId.Derive(task.TaskId, ScriptedConsumer.Identity, 0, 0), child.TaskId);
        Assert.Equal(task.TaskId, child.ParentId);
        Assert.Equal(task.AnalysisId, child.AnalysisId);
        Assert.Equal(1, child.Depth);
        Assert.Equal(ScriptedConsumer.Identity, child.Origin);
        Assert.Equal(child.TaskId, seen.MessageId);
        Assert.Equal(ScriptedConsumer.Identity, seen.Message.Headers.GetString("origin"));
        Assert.Equal(CollectingConsumer.Identity, seen.Message.Headers.GetString("receiver"));
        Assert.Equal(child with { Headers = DataMap.Empty }, seen.Message with { Headers = DataMap.Empty });
    }

    [Fact]
    public async Task A_repeat_of_the_same_delivery_makes_the_same_ids()
    {
        await using var host = await Tasks.HostAsync(async (consumer, _, _) =>
        {
            for (var number = 0; number < 5; number++)
            {
                await consumer.SendTaskAsync(Tasks.Child(number));
            }
        });
        var task = Tasks.Sample();

        await host.SendAsync(task, ScriptedConsumer.Identity);
        await host.Channel.OutcomeOfAsync(task.TaskId);
        await host.SendAsync(task, ScriptedConsumer.Identity);
        await host.Channel.WaitAsync(_ => host.OutcomesOf(task).Count == 2);
        await host.SendAsync(task, ScriptedConsumer.Identity, generation: 1);
        await host.Channel.WaitAsync(_ => host.OutcomesOf(task).Count == 3);

        var ids = host.OutcomesOf(task)
            .Select(outcome => outcome.Children.Select(child => child.TaskId).ToList())
            .ToList();
        Assert.Equal(ids[0], ids[1]);
        Assert.Empty(ids[0].Intersect(ids[2]));
        Assert.Equal(5, ids[0].Distinct().Count());
    }

    [Fact]
    public async Task A_plain_consumer_publishes_and_sends_children_by_every_way_of_MassTransit()
    {
        await using var host = await TestHost.StartAsync(
            karton => karton.AddConsumer<PlainConsumer>().AddConsumer<CollectingConsumer>(),
            services => services.AddSingleton<Collected>());
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal([0, 1, 2, 3, 4, 5], outcome.Children.Select(child => child.Headers["number"].AsInt64()!.Value));
        Assert.Equal("empty", Assert.Single(outcome.Refusals).Reason);
        Assert.All(outcome.Children, child => Assert.Equal(task.TaskId, child.ParentId));
        foreach (var child in outcome.Children)
        {
            await host.Channel.OutcomeOfAsync(child.TaskId);
        }

        var custom = host.Collected.Single(seen => seen.Message.Headers["number"].AsInt64() == 1);
        Assert.Equal("kept", custom.Headers.Get<string>("custom"));
        Assert.All(host.Collected, seen => Assert.Equal(host.Collected[0].ConversationId, seen.ConversationId));
    }

    [Fact]
    public async Task Publishing_a_task_through_the_bus_from_inside_a_consumer_is_refused()
    {
        await using var host = await Tasks.HostAsync((consumer, _, token) =>
            consumer.Bus.Publish(Tasks.Child(), token));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Contains("through IBus", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Single(host.Channel.Entries, entry => entry.Submitted is not null);
    }

    [Fact]
    public async Task Submitting_an_analysis_from_inside_a_consumer_is_refused()
    {
        await using var host = await Tasks.HostAsync((consumer, _, token) =>
            consumer.Get<IAnalysisClient>().SubmitAsync(Tasks.Child(), cancellationToken: token));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Contains("submitted an analysis", outcome.Error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_child_that_names_its_receiver_is_the_authors_mistake()
    {
        await using var host = await Tasks.HostAsync((consumer, task, _) =>
            consumer.SendTaskAsync(new KartonTask { Headers = task.Headers }));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Equal("FluentValidation.ValidationException", outcome.Error!.Type);
        Assert.Contains("receiver", outcome.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Derive_leaves_out_what_belongs_to_one_delivery_alone()
    {
        await using var host = await Tasks.HostAsync((consumer, task, _) =>
            consumer.SendTaskAsync(consumer.DeriveTask(new DataMap(task.Headers) { ["type"] = "child" })));
        var task = Tasks.Sample() with { Payload = new DataMap { ["sample"] = "data" } };

        await host.PublishAsync(task);

        var child = Assert.Single((await host.Channel.OutcomeOfAsync(task.TaskId)).Children);
        Assert.Equal(new DataMap { ["type"] = "child", ["origin"] = ScriptedConsumer.Identity }, child.Headers);
        Assert.Equal("data", child.Payload.GetString("sample"));
    }

    [Fact]
    public async Task Children_that_the_ledger_refuses_are_not_sent()
    {
        await using var host = await Tasks.HostAsync(async (consumer, _, _) =>
        {
            for (var number = 0; number < 3; number++)
            {
                await consumer.SendTaskAsync(Tasks.Child(number));
            }
        });
        host.Channel.Answer = entry => Task.FromResult(new TrackingReceipt
        {
            Refused = entry.Outcome?.Children.Take(2).Select(child => child.TaskId).ToHashSet() ?? [],
        });
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        await host.Channel.OutcomeOfAsync(outcome.Children[2].TaskId);
        await host.StopAsync();
        Assert.Equal(outcome.Children[2].TaskId, Assert.Single(host.Collected).Message.TaskId);
    }

    [Fact]
    public async Task More_children_than_fit_one_message_are_declared_in_numbered_parts()
    {
        await using var host = await Tasks.HostAsync(async (consumer, _, _) =>
        {
            for (var number = 0; number < 2001; number++)
            {
                await consumer.SendTaskAsync(Tasks.Child(number));
            }

            consumer.RefuseTask("one", "One more was refused.");
        });
        var task = Tasks.Sample();

        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);

        var parts = host.OutcomesOf(task);
        Assert.Equal([0, 1, 2], parts.Select(part => part.Part));
        Assert.All(parts, part => Assert.Equal(3, part.Parts));
        Assert.Equal([1000, 1000, 1], parts.Select(part => part.Children.Count));
        Assert.Equal([0, 0, 1], parts.Select(part => part.Refusals.Count));
    }

    [Fact]
    public async Task A_child_too_deep_is_not_sent_but_reported()
    {
        await using var host = await Tasks.HostAsync(
            async (consumer, _, _) =>
            {
                await consumer.SendTaskAsync(Tasks.Child(0));
                await consumer.SendTaskAsync(Tasks.Child(1));
            },
            services => services.Configure<KartonOptions>(options => options.MaxDepth = 3));
        var atTheEdge = Tasks.Sample() with { ParentId = NewId.NextGuid(), Depth = 2 };
        var beyond = Tasks.Sample() with { ParentId = NewId.NextGuid(), Depth = 3 };

        await host.SendAsync(atTheEdge, ScriptedConsumer.Identity);
        await host.SendAsync(beyond, ScriptedConsumer.Identity);

        Assert.Equal(2, (await host.Channel.OutcomeOfAsync(atTheEdge.TaskId)).Children.Count);
        var outcome = await host.Channel.OutcomeOfAsync(beyond.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Empty(outcome.Children);
        var refusal = Assert.Single(outcome.Refusals);
        Assert.Equal("depth", refusal.Reason);
        Assert.StartsWith("2 tasks", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_publish_that_the_consumer_did_not_await_is_told_that_it_is_late()
    {
        var returned = new TaskCompletionSource();
        var late = new TaskCompletionSource<Task>();
        await using var host = await Tasks.HostAsync((consumer, _, _) =>
        {
            var endpoint = consumer.PublishEndpoint;
            _ = PublishLateAsync(endpoint);
            return Task.CompletedTask;
        });
        async Task PublishLateAsync(IPublishEndpoint endpoint)
        {
            await returned.Task;
            late.SetResult(endpoint.Publish(Tasks.Child()));
        }

        var task = Tasks.Sample();

        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);
        returned.SetResult();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(async () => await await late.Task);
        Assert.Contains("had ended", error.Message, StringComparison.Ordinal);
    }

    [KartonService("test.plain")]
    [Accepts("type=sample")]
    private sealed class PlainConsumer(IPublishEndpoint publisher, ISendEndpointProvider sender) : IConsumer<KartonTask>
    {
        public async Task Consume(ConsumeContext<KartonTask> context)
        {
            await context.Publish(context.Derive(new DataMap { ["type"] = "child", ["number"] = 0 }));
            await context.Publish(Tasks.Child(1), message => message.Headers.Set("custom", "kept"));
            await publisher.Publish(Tasks.Child(2));
            await publisher.Publish(Tasks.Child(3), message => message.Headers.Set("custom", "kept"));
            var anywhere = new Uri("exchange:anywhere");
            await context.Send(anywhere, Tasks.Child(4));
            await (await sender.GetSendEndpoint(anywhere)).Send(Tasks.Child(5));
            context.Refuse("empty", "There was nothing in it.");
        }
    }
}
