using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Services;
using Karton.Contracts.Tracking;
using Karton.Sdk.Catalog;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

/// <summary>What is said to all processes, and processes that only look on.</summary>
public sealed class InstanceTests : IAsyncLifetime
{
    private RabbitMqVirtualHost _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await RabbitMqVirtualHost.CreateAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [ServersFact]
    public async Task Every_process_learns_that_an_analysis_was_stopped()
    {
        var running = new TaskCompletionSource();
        await using var worker = await RabbitHost.StartAsync(_broker, async (_, _, token) =>
        {
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        await using var other = await RabbitHost.StartAsync(_broker, karton => karton.AddConsumer<FleetingConsumer>());
        var task = Tasks.Sample();
        await other.PublishAsync(task);
        await running.Task;

        await other.StopAnalysisAsync(task.AnalysisId, AnalysisState.Cancelled);

        Assert.Equal(DeliveryStatus.Cancelled, (await worker.Channel.OutcomeOfAsync(task.TaskId)).Status);
    }

    [ServersFact]
    public async Task A_service_that_was_replaced_takes_nothing_more_and_the_others_go_on()
    {
        var log = new LogLines();
        await using var host = await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask, log: log);
        var own = host.Services.GetRequiredService<IServiceCatalog>().Services
            .Single(service => service.Identity == ScriptedConsumer.Identity).Filter.Rules;
        var before = Tasks.Sample();

        await host.PublishAsync(Replaced(own));
        await host.PublishAsync(before);
        await host.Channel.OutcomeOfAsync(before.TaskId);
        await host.PublishAsync(Replaced(DataValue.Parse("""[{"type":"sample"}]""")));
        await log.WaitAsync(1102, 1);
        var after = Tasks.Sample();
        var child = Tasks.Child();
        await host.PublishAsync(after);
        await host.PublishAsync(child);
        await host.Channel.OutcomeOfAsync(child.TaskId);

        await RabbitHost.UntilAsync(
            async () => (await _broker.ListQueuesAsync()).Single(queue => queue.Name == ScriptedConsumer.Identity),
            queue => queue is { Ready: 1, Consumers: 0 });
        Assert.Empty(host.OutcomesOf(after));
    }

    [ServersFact]
    public async Task A_service_whose_filters_become_the_valid_ones_binds_them_again()
    {
        await using var host = await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask);
        var own = host.Services.GetRequiredService<IServiceCatalog>().Services
            .Single(service => service.Identity == ScriptedConsumer.Identity).Filter;
        var keys = own.BindingKeys.ToList();
        await host.Services.GetRequiredService<IBroker>().UnbindAsync(
            ScriptedConsumer.Identity, keys, TestContext.Current.CancellationToken);

        await host.PublishAsync(Replaced(own.Rules));

        var bound = await RabbitHost.UntilAsync(
            async () => (await _broker.ListBindingsAsync()).Count(binding =>
                binding.Source == RabbitMqQueues.Tasks && binding.Destination == ScriptedConsumer.Identity),
            count => count == keys.Count);
        Assert.Equal(keys.Count, bound);
    }

    [ServersFact]
    public async Task A_process_in_debug_mode_gets_copies_and_disturbs_nobody()
    {
        var log = new LogLines();
        await using var worker = await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask);
        var debugger = await RabbitHost.StartAsync(
            _broker,
            karton => karton.AddConsumer<ScriptedConsumer>(),
            (consumer, _, _) => consumer.SendTaskAsync(Tasks.Child(7)),
            options => options.Debug = true,
            log: log);
        var name = Assert.Single(debugger.Services.GetRequiredService<IServiceCatalog>().Services).Identity;
        var task = Tasks.Sample();

        await worker.PublishAsync(task);
        var outcome = await worker.Channel.OutcomeOfAsync(task.TaskId);
        await log.WaitAsync(1107, 1);
        await debugger.DisposeAsync();

        Assert.Matches("^test[.]scripted-[0-9a-f]{8}-dev$", name);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Empty(debugger.Channel.Entries);
        Assert.Empty(worker.Collected);
        Assert.Contains(
            log.Lines, line => line.Id == 1106 && line.Text.Contains("\"number\":7", StringComparison.Ordinal));
        Assert.DoesNotContain(await _broker.ListExchangesAsync(), exchange => exchange.Name == name);
    }

    private static ServiceReplaced Replaced(DataValue filters) => new()
    {
        Identity = ScriptedConsumer.Identity,
        Filters = filters,
        StartedAt = TimeProvider.System.GetUtcNow().AddMinutes(1),
        Version = "2.0.0",
    };
}
