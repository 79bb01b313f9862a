using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tests.Harness;
using Karton.Tests.Servers;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

/// <summary>A host whose connection is cut for good stands for a process that has died.</summary>
public sealed class RedeliveryTests : IAsyncLifetime
{
    private RabbitMqVirtualHost _broker = null!;

    public async ValueTask InitializeAsync() => _broker = await RabbitMqVirtualHost.CreateAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [ServersFact]
    public async Task A_task_that_ends_its_process_each_time_is_given_up_and_others_go_on()
    {
        await using var first = new Process(_broker);
        await using var second = new Process(_broker);
        await first.StartAsync();
        var poison = Tasks.Sample() with { Priority = TaskPriority.High };
        await first.Host.SendAsync(poison, ScriptedConsumer.Identity, generation: 2);
        await first.RunningAsync();

        await second.StartAsync();
        first.Die();
        await second.RunningAsync();
        await using var third = await RabbitHost.StartAsync(
            _broker, (_, _, _) => Task.CompletedTask, options => options.MaxRedeliveries = 1);
        second.Die();

        var lost = await third.Channel.OutcomeOfAsync(poison.TaskId);
        var other = Tasks.Sample();
        await third.PublishAsync(other);
        var finished = await third.Channel.OutcomeOfAsync(other.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, lost.Status);
        Assert.Equal("lost", lost.Error!.Reason);
        Assert.Contains("2 processes", lost.Error.Message, StringComparison.Ordinal);
        Assert.Equal(2, lost.Generation);
        Assert.Equal(0, lost.Attempts);
        Assert.Equal(DeliveryStatus.Finished, finished.Status);
        Assert.Empty(first.Host.Channel.Outcomes);
        Assert.Empty(second.Host.Channel.Outcomes);
    }

    [ServersFact]
    public async Task A_task_from_before_the_start_that_no_longer_matches_ends_as_rejected()
    {
        await using var host = await RabbitHost.StartAsync(_broker, (_, _, _) => Task.CompletedTask);
        var vetoed = Tasks.Sample() with
        {
            Headers = new DataMap { ["type"] = "sample", ["platform"] = "win32" },
        };
        var later = vetoed with
        {
            TaskId = Guid.CreateVersion7(),
            Created = TimeProvider.System.GetUtcNow().AddHours(1),
        };
        var wanted = Tasks.Sample();

        await host.PublishAsync(later);
        await host.PublishAsync(vetoed);
        await host.PublishAsync(wanted);

        Assert.Equal(
            DeliveryStatus.Rejected, (await host.Channel.OutcomeOfAsync(vetoed.TaskId)).Status);
        await host.Channel.OutcomeOfAsync(wanted.TaskId);
        await host.StopAsync();
        Assert.Empty(host.OutcomesOf(later));
    }

    private sealed class Process(RabbitMqVirtualHost broker) : IAsyncDisposable
    {
        private readonly CuttableProxy _proxy = new(broker.Settings["Karton:RabbitMq:Hosts:0"]!);
        private readonly TaskCompletionSource _running = new();
        private readonly TaskCompletionSource _ending = new();

        public TestHost Host { get; private set; } = null!;

        public async Task StartAsync() => Host = await RabbitHost.StartAsync(
            broker,
            async (_, _, token) =>
            {
                _running.TrySetResult();
                await _ending.Task.WaitAsync(token);
            },
            options =>
            {
                options.MaxRedeliveries = 1;
                options.StopTimeout = TimeSpan.FromSeconds(1);
                options.SendTimeout = TimeSpan.FromSeconds(1);
                options.SendRetryLimit = 0;
            },
            rabbit => rabbit.Hosts[0] = _proxy.Address);

        public Task RunningAsync() =>
            _running.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);

        public void Die() => _proxy.Cut();

        public async ValueTask DisposeAsync()
        {
            _ending.TrySetCanceled();
            await Host.DisposeAsync();
            await _proxy.DisposeAsync();
        }
    }
}
