using System.Diagnostics;
using Karton.Contracts.Tracking;
using Karton.Sdk.Submission;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Transports.RabbitMq;
using Karton.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

public sealed class OutageTests : IAsyncLifetime
{
    private RabbitMqVirtualHost _broker = null!;
    private CuttableProxy _proxy = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _broker = await RabbitMqVirtualHost.CreateAsync();
        _proxy = new CuttableProxy(_broker.Settings["Karton:RabbitMq:Hosts:0"]!);
    }

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _broker.DisposeAsync();
    }

    [ServersFact]
    public async Task A_publish_fails_clearly_after_its_time_and_works_again_when_the_broker_is_back()
    {
        await using var host = await StartAsync(options =>
        {
            options.SendTimeout = TimeSpan.FromSeconds(1);
            options.SendRetryLimit = 0;
        });
        var client = host.Services.GetRequiredService<IAnalysisClient>();
        _proxy.Cut();

        var began = Stopwatch.GetTimestamp();
        var fault = await Assert.ThrowsAsync<TimeoutException>(
            () => client.SubmitAsync(Tasks.Sample(), cancellationToken: Token));
        var took = Stopwatch.GetElapsedTime(began);
        _proxy.Restore();
        var task = Tasks.Sample();
        await RabbitHost.UntilAsync(() => TryAsync(client, task), worked => worked);
        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);

        Assert.Contains("took longer than 1 s", fault.Message, StringComparison.Ordinal);
        Assert.InRange(took, TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(10));
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
    }

    [ServersFact]
    public async Task A_publish_waits_for_the_broker()
    {
        await using var host = await StartAsync(_ => { });
        var client = host.Services.GetRequiredService<IAnalysisClient>();
        var task = Tasks.Sample();
        _proxy.Cut();

        var publishing = client.SubmitAsync(task, cancellationToken: Token);
        await host.Channel.WaitAsync(entry => entry.Submitted?.Task.TaskId == task.TaskId);
        _proxy.Restore();
        await publishing;

        Assert.Equal(DeliveryStatus.Finished, (await host.Channel.OutcomeOfAsync(task.TaskId)).Status);
    }

    [ServersFact]
    public async Task What_cannot_be_told_goes_back_to_the_queue_and_never_to_an_error_queue()
    {
        await using var host = await StartAsync(options => options.SendRetryLimit = 0);
        var refusals = 0;
        host.Channel.Answer = entry => entry.Outcome is not null && Interlocked.Increment(ref refusals) <= 3
            ? throw new IOException("The ledger is away.")
            : Task.FromResult(Sdk.Tracking.TrackingReceipt.Accepted);
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        Assert.Equal(DeliveryStatus.Finished, (await host.Channel.OutcomeOfAsync(task.TaskId)).Status);
        Assert.DoesNotContain(
            await _broker.ListQueuesAsync(), queue => queue.Name.EndsWith("_error", StringComparison.Ordinal));
    }

    [ServersFact]
    public async Task Only_what_can_never_be_read_goes_to_the_error_queue()
    {
        await using var host = await StartAsync(_ => { });
        var settings = host.Services.GetRequiredService<RabbitMqSettings>();
        await using var connection = await settings.ConnectAsync(settings.All(), "test", Token);
        await using var channel = await connection.CreateChannelAsync(cancellationToken: Token);
        var properties = new BasicProperties { ContentType = "application/vnd.masstransit+json" };

        await channel.BasicPublishAsync(
            ScriptedConsumer.Identity, "", false, properties, "{ this is no task"u8.ToArray(), Token);
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);

        await RabbitHost.UntilAsync(
            _broker.ListQueuesAsync,
            queues => queues.Any(queue => queue.Name == $"{ScriptedConsumer.Identity}_error" && queue.Ready == 1));
    }

    private static async Task<bool> TryAsync(IAnalysisClient client, Contracts.KartonTask task)
    {
        try
        {
            await client.SubmitAsync(task, cancellationToken: Token);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private Task<TestHost> StartAsync(Action<KartonOptions> options) => RabbitHost.StartAsync(
        _broker, (_, _, _) => Task.CompletedTask, options, rabbit => rabbit.Hosts[0] = _proxy.Address);
}
