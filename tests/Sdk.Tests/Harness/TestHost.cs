using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Stopping;
using Karton.Sdk.Submission;
using Karton.Sdk.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Sdk.Tests.Harness;

/// <summary>A host with some services, on the in-memory transport, over a recording ledger.</summary>
internal sealed class TestHost : IAsyncDisposable
{
    private readonly IHost _host;

    private TestHost(IHost host, RecordingChannel channel)
    {
        _host = host;
        Channel = channel;
    }

    public RecordingChannel Channel { get; }

    public IServiceProvider Services => _host.Services;

    public IReadOnlyList<ConsumeContext<KartonTask>> Collected => Services.GetRequiredService<Collected>().Contexts;

    public IBus Bus => Services.GetRequiredService<IBus>();

    /// <summary>Starts a host.</summary>
    /// <param name="configure">Adds services.</param>
    /// <param name="services">Adds to the container, last.</param>
    /// <param name="overBus">Whether the ledger is told by the SDK's own channel instead of the recording
    /// one.</param>
    public static async Task<TestHost> StartAsync(
        Action<KartonBuilder> configure, Action<IServiceCollection>? services = null, bool overBus = false)
    {
        var channel = new RecordingChannel();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.Configure<KartonOptions>(options =>
        {
            options.RetryInterval = TimeSpan.FromMilliseconds(1);
            options.HeartbeatInterval = TimeSpan.FromMinutes(1);
        });
        if (!overBus)
        {
            builder.Services.AddSingleton<ITrackingChannel>(channel);
        }

        builder.Services.AddKarton(configure);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new TestHost(host, channel);
    }

    public IReadOnlyList<TaskOutcome> OutcomesOf(KartonTask task) =>
        [.. Channel.Outcomes.Where(outcome => outcome.TaskId == task.TaskId)];

    /// <summary>Observes every task that is published from now on.</summary>
    public SentTasks Sent()
    {
        var sent = new SentTasks();
        Bus.ConnectPublishObserver(sent);
        return sent;
    }

    public Task PublishAsync<T>(T message)
        where T : class => Bus.Publish(message, TestContext.Current.CancellationToken);

    public Task SendAsync(KartonTask task, string identity, int generation = 0) =>
        Services.GetRequiredService<ITaskSender>()
            .SendAsync(task, identity, generation, TestContext.Current.CancellationToken);

    /// <summary>Stops an analysis and waits until this process knows.</summary>
    public async Task StopAnalysisAsync(Guid analysisId, AnalysisState state)
    {
        var known = new TaskCompletionSource();
        using var handle = Bus.ConnectConsumeMessageObserver(new ConsumedObserver<AnalysisStopped>(known));
        await Bus.Publish(
            new AnalysisStopped { AnalysisId = analysisId, State = state }, TestContext.Current.CancellationToken);
        await known.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    /// <summary>Completes when the host begins to stop.</summary>
    public Task StoppingAsync() => Services.GetRequiredService<StopSignal>().Stopping;

    public Task StopAsync() => _host.StopAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
        {
            await disposable.DisposeAsync();
        }
    }
}

internal sealed class ConsumedObserver<T>(TaskCompletionSource consumed) : IConsumeMessageObserver<T>
    where T : class
{
    public Task PreConsume(ConsumeContext<T> context) => Task.CompletedTask;

    public Task PostConsume(ConsumeContext<T> context)
    {
        consumed.TrySetResult();
        return Task.CompletedTask;
    }

    public Task ConsumeFault(ConsumeContext<T> context, Exception exception)
    {
        consumed.TrySetException(exception);
        return Task.CompletedTask;
    }
}
