using Karton.Contracts;
using System.Runtime.InteropServices;
using Karton.Contracts.Tracking;
using Karton.Sdk.Stopping;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Karton.Sdk.Tests.Stopping;

public sealed class GracefulStopTests
{
    [Fact]
    public async Task What_runs_is_finished_and_its_children_are_sent()
    {
        var running = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(async (consumer, _, _) =>
        {
            running.SetResult();
            await goOn.Task;
            await consumer.SendTaskAsync(Tasks.Child());
        });
        var sent = host.Sent();
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        var stopping = host.StopAsync();
        await host.StoppingAsync();
        goOn.SetResult();
        await stopping;

        var outcome = Assert.Single(host.OutcomesOf(task));
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Equal(outcome.Children[0].TaskId, Assert.Single(sent.Children).TaskId);
    }

    [Fact]
    public async Task What_is_queued_is_left_to_the_ledger()
    {
        using var running = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(async (_, _, _) =>
        {
            running.Release();
            await goOn.Task;
        });
        var tasks = Enumerable.Range(0, 20).Select(_ => Tasks.Sample()).ToList();
        foreach (var task in tasks)
        {
            await host.PublishAsync(task);
        }

        await running.WaitAsync(TestContext.Current.CancellationToken);
        await running.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = host.StopAsync();
        await host.StoppingAsync();
        goOn.SetResult();
        await stopping;

        Assert.Equal(2, host.Channel.Outcomes.Count);
    }

    [Fact]
    public async Task What_does_not_end_in_time_is_cancelled_and_stays_open_in_the_ledger()
    {
        var running = new TaskCompletionSource();
        var cancelled = false;
        await using var host = await Tasks.HostAsync(
            async (_, _, token) =>
            {
                running.SetResult();
                try
                {
                    await Task.Delay(Timeout.Infinite, token);
                }
                finally
                {
                    cancelled = true;
                }
            },
            services => services.Configure<KartonOptions>(options => options.StopTimeout = TimeSpan.Zero));
        await host.PublishAsync(Tasks.Sample());
        await running.Task;

        await host.StopAsync();

        Assert.True(cancelled);
        Assert.Empty(host.Channel.Outcomes);
    }

    [Fact]
    public async Task What_comes_in_meanwhile_goes_back_to_a_queue_that_keeps_it()
    {
        var running = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var host = await TestHost.StartAsync(
            karton => karton.UseTransport(new KeepingTransport()).AddConsumer<ScriptedConsumer>(),
            services => services.AddSingleton(new Script
            {
                Run = async (_, _, _) =>
                {
                    running.SetResult();
                    await goOn.Task;
                },
            }));
        var faults = new FaultObserver();
        host.Bus.ConnectReceiveObserver(faults);
        var first = Tasks.Sample();
        var late = Tasks.Sample();
        await host.PublishAsync(first);
        await running.Task;

        var stopping = host.StopAsync();
        await host.StoppingAsync();
        await host.PublishAsync(late);
        goOn.SetResult();
        await stopping;

        Assert.Equal(first.TaskId, Assert.Single(host.Channel.Outcomes).TaskId);
        Assert.All(faults.Seen, fault => Assert.IsAssignableFrom<OperationCanceledException>(fault));
    }

    [Fact]
    public async Task What_ends_although_it_was_cancelled_is_told_to_the_ledger()
    {
        var running = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(
            async (_, _, token) =>
            {
                var cancelled = new TaskCompletionSource();
                await using var registration = token.Register(cancelled.SetResult);
                running.SetResult();
                await cancelled.Task;
            },
            services => services.Configure<KartonOptions>(options => options.StopTimeout = TimeSpan.Zero));
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        await host.StopAsync();

        Assert.Equal(DeliveryStatus.Finished, Assert.Single(host.OutcomesOf(task)).Status);
    }

    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public void A_second_request_to_stop_ends_the_process_at_once(PosixSignal signal, int exitCode)
    {
        var exits = new List<int>();
        using var second = new SecondSignal(NullLogger<SecondSignal>.Instance) { Exit = exits.Add };

        second.Handle(PosixSignal.SIGTERM);
        var afterTheFirst = exits.Count;
        second.Handle(signal);

        Assert.Equal(0, afterTheFirst);
        Assert.Equal([exitCode], exits);
    }

    /// <summary>In memory, but as if its queues kept what is not acknowledged.</summary>
    private sealed class KeepingTransport : IKartonTransport
    {
        private readonly InMemoryTransport _inner = new();

        public bool RedeliversUnacknowledged => true;

        public void Use(
            IBusRegistrationConfigurator registration,
            Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
            _inner.Use(registration, configure);

        public void ConfigureQueue(
            IReceiveEndpointConfigurator endpoint,
            IEnumerable<string> bindingKeys,
            int concurrency,
            bool isPersistent) =>
            _inner.ConfigureQueue(endpoint, bindingKeys, concurrency, isPersistent);

        public void ConfigureQueue(IReceiveEndpointConfigurator endpoint, QueueDefinition queue) =>
            _inner.ConfigureQueue(endpoint, queue);

        public Uri QueueAddress(string identity) => _inner.QueueAddress(identity);

        public Uri OwnQueueAddress(string identity, bool isPersistent) =>
            _inner.OwnQueueAddress(identity, isPersistent);

        public byte? NumberOf(TaskPriority priority) => _inner.NumberOf(priority);
    }
}
