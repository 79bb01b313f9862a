using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Tests.Harness;
using MassTransit;
using MassTransit.Testing;
using MassTransit.UsageTracking;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public async Task MassTransit_cannot_report_to_its_vendor_even_when_the_environment_asks_for_it()
    {
        Environment.SetEnvironmentVariable("MASSTRANSIT_USAGE_TELEMETRY", "true");
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);

        var trackers = host.Services.GetServices<IUsageTracker>().Select(tracker => tracker.GetType());

        Assert.Equal(typeof(KartonBuilder).Assembly, Assert.Single(trackers).Assembly);
    }

    [Fact]
    public async Task Hosts_may_follow_one_another_in_one_process()
    {
        for (var number = 0; number < 3; number++)
        {
            await using var host = await Tasks.HostAsync(
                (_, _, _) => throw new InvalidDataException("So that something is logged."),
                services => services.AddLogging());
            var task = Tasks.Sample();
            await host.PublishAsync(task);

            Assert.NotNull((await host.Channel.OutcomeOfAsync(task.TaskId)).Error);
        }
    }

    [Fact]
    public void Karton_is_added_once()
    {
        var services = new ServiceCollection();
        services.AddKarton(_ => { });

        Assert.Throws<InvalidOperationException>(() => services.AddKarton(_ => { }));
    }

    [Fact]
    public void Settings_come_from_the_configuration()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(
            [new("Karton:StopTimeout", "00:02:00"), new("Karton:MaxDepth", "5")]);
        builder.Services.AddKarton(_ => { });
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<KartonOptions>>().Value;

        Assert.Equal(5, options.MaxDepth);
        Assert.Equal(TimeSpan.FromSeconds(120), options.StopTimeout);
        Assert.True(
            host.Services.GetRequiredService<IOptions<HostOptions>>().Value.ShutdownTimeout > options.StopTimeout);
    }

    [Fact]
    public async Task Bad_settings_stop_the_host_and_are_all_named()
    {
        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => Tasks.HostAsync(
            (_, _, _) => Task.CompletedTask,
            services => services.Configure<KartonOptions>(options =>
            {
                options.MaxDepth = -1;
                options.InstanceName = "two words";
                options.HeartbeatInterval = TimeSpan.Zero;
            })));

        Assert.Equal(3, error.Failures.Count());
        Assert.Contains("Karton:MaxDepth is -1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_of_any_kind_arrive_as_they_were_sent()
    {
        var received = new TaskCompletionSource<KartonTask>();
        await using var host = await Tasks.HostAsync((_, task, _) =>
        {
            received.SetResult(task);
            return Task.CompletedTask;
        });
        var deep = string.Concat(Enumerable.Repeat("[", 40)) + string.Concat(Enumerable.Repeat("]", 40));
        var payload = DataMap.Parse($$"""
            {"yes": true, "no": false, "nothing": null, "big": 123456789012345678901234567890, "small": 1.50e-7,
             "list": [1, "a", {"b": []}], "deep": {{deep}}, "text": "\u0000<>&'\" ü 😀"}
            """);

        await host.PublishAsync(Tasks.Sample() with { Payload = payload });

        var arrived = (await received.Task).Payload;
        Assert.Equal(payload, arrived);
        Assert.Equal("1.50e-7", arrived["small"].AsNumber()!.Text);
    }

    [Fact]
    public async Task Messages_are_compact_JSON()
    {
        var body = new TaskCompletionSource<string>();
        await using var host = await TestHost.StartAsync(
            karton => karton
                .AddConsumer<CollectingConsumer>()
                .ConfigureTransport((_, bus) => bus.ConnectReceiveObserver(new BodyObserver(body))),
            services => services.AddSingleton<Collected>());

        await host.PublishAsync(Tasks.Child());

        var text = await body.Task;
        Assert.StartsWith("{\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', text);
    }

    [Fact]
    public async Task The_test_harness_of_MassTransit_sees_the_messages()
    {
        await using var host = await TestHost.StartAsync(
            karton => karton.UseTestHarness().AddConsumer<CollectingConsumer>(),
            services => services.AddSingleton<Collected>());
        var task = Tasks.Child();

        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);

        var harness = host.Services.GetRequiredService<ITestHarness>();
        Assert.True(await harness.Published.Any<KartonTask>(
            message => message.Context.Message.TaskId == task.TaskId, TestContext.Current.CancellationToken));
    }

    private sealed class BodyObserver(TaskCompletionSource<string> body) : IReceiveObserver
    {
        public Task PreReceive(ReceiveContext context)
        {
            if (context.InputAddress.AbsolutePath.Contains(CollectingConsumer.Identity, StringComparison.Ordinal))
            {
                body.TrySetResult(context.Body.GetString());
            }

            return Task.CompletedTask;
        }

        public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

        public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType)
            where T : class => Task.CompletedTask;

        public Task ConsumeFault<T>(
            ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception)
            where T : class => Task.CompletedTask;

        public Task ReceiveFault(ReceiveContext context, Exception exception) => Task.CompletedTask;
    }
}
