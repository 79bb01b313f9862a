using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Sdk.Work;
using Karton.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

public sealed class DeliveryTests : IAsyncLifetime
{
    private RabbitMqVirtualHost _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await RabbitMqVirtualHost.CreateAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [ServersTheory]
    [InlineData(QueueType.Classic)]
    [InlineData(QueueType.Quorum)]
    public async Task A_task_and_its_children_find_their_services(QueueType type)
    {
        await using var host = await RabbitHost.StartAsync(
            _broker, (consumer, _, _) => consumer.SendTaskAsync(Tasks.Child()), rabbit: to => to.QueueType = type);
        var task = Tasks.Sample();

        await host.PublishAsync(task);
        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        await host.Channel.OutcomeOfAsync(Assert.Single(outcome.Children).TaskId);

        var queues = await _broker.ListQueuesAsync();
        var own = Assert.Single(queues, queue => queue.Name == ScriptedConsumer.Identity);
        Assert.Equal(type.ToString(), own.Type, ignoreCase: true);
        Assert.True(own.Durable);
        Assert.DoesNotContain(queues, queue => queue.Name.EndsWith("_error", StringComparison.Ordinal));
        Assert.DoesNotContain(queues, queue => queue.Name.EndsWith("_skipped", StringComparison.Ordinal));
    }

    [ServersFact]
    public async Task Urgent_tasks_go_first_when_queued_children_and_resent_ones_too()
    {
        var goOn = new TaskCompletionSource();
        var order = new List<TaskPriority>();
        await using var host = await RabbitHost.StartAsync(
            _broker,
            karton => karton.AddConsumer<SingleConsumer>(),
            async (_, task, _) =>
            {
                await goOn.Task;
                order.Add(task.Priority);
            });
        var first = SingleConsumer.Task();
        await host.PublishAsync(first);
        await RabbitHost.UntilAsync(
            () => Task.FromResult(host.Services.GetRequiredService<WorkBoard>().Of(SingleConsumer.Identity)
                .Look().InWork.Count),
            count => count == 1);
        var later = new[] { TaskPriority.Low, TaskPriority.Normal, TaskPriority.High }.Select(SingleConsumer.Task)
            .ToArray();

        await host.PublishAsync(later[0]);
        await host.SendAsync(later[1], SingleConsumer.Identity);
        await host.SendAsync(later[2], SingleConsumer.Identity);
        goOn.SetResult();
        await host.Channel.OutcomeOfAsync(later[0].TaskId);

        Assert.Equal([TaskPriority.Normal, TaskPriority.High, TaskPriority.Normal, TaskPriority.Low], order);
    }

    [ServersFact]
    public async Task A_cut_connection_brings_the_task_again_and_counts_no_process()
    {
        var runs = 0;
        var running = new TaskCompletionSource();
        await using var host = await RabbitHost.StartAsync(
            _broker,
            async (_, _, token) =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                {
                    running.SetResult();
                    await Task.Delay(Timeout.Infinite, token);
                }
            },
            options => options.MaxRedeliveries = 1);
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        await RabbitHost.UntilAsync(_broker.CloseConnectionsAsync, closed => closed > 0);
        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);

        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.DoesNotContain(
            await _broker.ListQueuesAsync(), queue => queue.Name.EndsWith("_error", StringComparison.Ordinal));
    }

    [ServersFact]
    public async Task A_stop_hands_back_what_has_not_begun()
    {
        using var running = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        var host = await RabbitHost.StartAsync(
            _broker,
            karton => karton.AddConsumer<SingleConsumer>(),
            async (_, _, _) =>
            {
                running.Release();
                await goOn.Task;
            });
        for (var number = 0; number < 5; number++)
        {
            await host.PublishAsync(SingleConsumer.Task());
        }

        await running.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = host.StopAsync();
        await host.StoppingAsync();
        goOn.SetResult();
        await stopping;
        await host.DisposeAsync();

        Assert.Single(host.Channel.Outcomes);
        var queue = await RabbitHost.UntilAsync(
            async () => (await _broker.ListQueuesAsync()).Single(queue => queue.Name == SingleConsumer.Identity),
            queue => queue.Ready == 4);
        Assert.Equal(0, queue.Unacknowledged);
    }

    [ServersFact]
    public async Task What_is_told_before_a_ledger_ever_ran_is_kept_for_it()
    {
        await using var host = await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask, overBus: true);

        await host.PublishAsync(Tasks.Sample());

        // The submission and the outcome.
        var broker = host.Services.GetRequiredService<IBroker>();
        await RabbitHost.UntilAsync(
            () => broker.CountWaitingAsync(
                QueueDefinition.Ledger.Name, TestContext.Current.CancellationToken),
            count => count == 2);
    }

    [ServersFact]
    public async Task A_service_that_is_not_persistent_and_a_process_leave_nothing_behind()
    {
        var host = await RabbitHost.StartAsync(_broker, karton => karton.AddConsumer<FleetingConsumer>());
        var name = host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<KartonOptions>>()
            .Value.InstanceName;
        var during = (await _broker.ListQueuesAsync()).Select(queue => queue.Name).ToList();
        await host.SendAsync(
            new KartonTask { Headers = new() { ["type"] = "fleeting" } }, FleetingConsumer.Identity);

        await host.DisposeAsync();

        Assert.Contains(FleetingConsumer.Identity, during);
        Assert.Contains($"karton.instance.{name}", during);
        await RabbitHost.UntilAsync(_broker.ListQueuesAsync, queues => queues.Count == 1);
        Assert.Equal(QueueDefinition.Ledger.Name, Assert.Single(await _broker.ListQueuesAsync()).Name);
        Assert.DoesNotContain(
            await _broker.ListExchangesAsync(),
            exchange => exchange.Name == FleetingConsumer.Identity || exchange.Name.Contains(name));
    }
}
