using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tests.Harness;
using MassTransit;
using MassTransit.Transports.Fabric;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class ConsumerKindsTests
{
    [Fact]
    public async Task Messages_that_are_no_tasks_go_out_at_once()
    {
        var heard = new TaskCompletionSource();
        await using var host = await HostAsync(
            async (consumer, _, token) =>
            {
                await consumer.PublishEndpoint.Publish(new Shout { Text = "now" }, token);
                await heard.Task.WaitAsync(token);
            },
            _ =>
            {
                heard.SetResult();
                return Task.CompletedTask;
            });
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        Assert.Equal(DeliveryStatus.Finished, (await host.Channel.OutcomeOfAsync(task.TaskId)).Status);
    }

    [Fact]
    public async Task Who_reacts_to_a_message_of_a_service_may_start_an_analysis()
    {
        await using var host = await HostAsync(
            (consumer, _, token) => consumer.PublishEndpoint.Publish(new Shout { Text = "now" }, token),
            context => context.Publish(Tasks.Child()));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var started = await host.Channel.WaitAsync(entry =>
            entry.Submitted is { } submitted && submitted.Task.TaskId != task.TaskId);
        Assert.Null(started.Submitted!.Task.ParentId);
    }

    [Fact]
    public async Task A_retry_of_the_endpoint_does_not_run_again_what_has_ended_as_crashed()
    {
        var runs = 0;
        await using var host = await TestHost.StartAsync(
            karton => karton
                .AddConsumer<ScriptedConsumer>()
                .ConfigureBus(bus => bus.AddConfigureEndpointsCallback((_, endpoint) =>
                    endpoint.UseMessageRetry(retry => retry.Immediate(5)))),
            services => services.AddSingleton(new Script
            {
                Run = (_, _, _) =>
                {
                    runs++;
                    throw new InvalidDataException("Broken.");
                },
            }));
        var task = Tasks.Sample();

        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);
        await host.StopAsync();

        Assert.Equal(1, runs);
        Assert.Single(host.OutcomesOf(task));
    }

    [Fact]
    public async Task The_timeout_of_an_HTTP_client_is_tried_again()
    {
        var runs = 0;
        await using var host = await Tasks.HostAsync((_, _, _) => ++runs < 3
            ? throw new TaskCanceledException("The request took too long.", new TimeoutException())
            : Task.CompletedTask);
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Equal(3, outcome.Attempts);
    }

    [Fact]
    public async Task One_instance_for_two_tasks_at_once_is_refused()
    {
        using var running = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(
            async (_, _, _) =>
            {
                running.Release();
                await goOn.Task;
            },
            services => services.AddSingleton<ScriptedConsumer>());
        var first = Tasks.Sample();
        var second = Tasks.Sample();

        await host.PublishAsync(first);
        await running.WaitAsync(TestContext.Current.CancellationToken);
        await host.PublishAsync(second);
        var outcome = await host.Channel.OutcomeOfAsync(second.TaskId);
        goOn.SetResult();

        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Contains("singleton", outcome.Error!.Message, StringComparison.Ordinal);
        Assert.Equal(DeliveryStatus.Finished, (await host.Channel.OutcomeOfAsync(first.TaskId)).Status);
    }

    [Fact]
    public async Task Who_only_listens_to_tasks_learns_why_it_cannot_refuse()
    {
        var error = new TaskCompletionSource<Exception?>();
        await using var host = await TestHost.StartAsync(karton => karton.ConfigureTransport((_, bus) =>
            bus.ReceiveEndpoint("tap", endpoint =>
            {
                endpoint.ConfigureConsumeTopology = false;
                ((IInMemoryReceiveEndpointConfigurator)endpoint).Bind<KartonTask>(ExchangeType.Topic, "#");
                endpoint.Handler<KartonTask>(context =>
                {
                    error.SetResult(Record.Exception(() => context.Refuse("any", "Reason.")));
                    return Task.CompletedTask;
                });
            })));

        await host.PublishAsync(Tasks.Sample());

        var told = await error.Task.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("KartonBuilder.AddConsumer", told!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_that_is_added_past_Karton_is_refused()
    {
        var services = new ServiceCollection();

        var error = Assert.Throws<InvalidOperationException>(() =>
            services.AddKarton(karton => karton.ConfigureBus(bus => bus.AddConsumer<ScriptedConsumer>())));

        Assert.Contains("KartonBuilder.AddConsumer", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestHost> HostAsync(
        Func<ScriptedConsumer, KartonTask, CancellationToken, Task> run, Func<ConsumeContext<Shout>, Task> hear) =>
        TestHost.StartAsync(
            karton => karton.AddConsumer<ScriptedConsumer>().ConfigureBus(bus => bus.AddConsumer<Listener>()),
            services => services.AddSingleton(new Script { Run = run }).AddSingleton(hear));

    public sealed record Shout
    {
        public required string Text { get; init; }
    }

    private sealed class Listener(Func<ConsumeContext<Shout>, Task> hear) : IConsumer<Shout>
    {
        public Task Consume(ConsumeContext<Shout> context) => hear(context);
    }
}
