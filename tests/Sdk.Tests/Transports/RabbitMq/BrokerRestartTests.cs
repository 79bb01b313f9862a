using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Submission;
using Karton.Sdk.Tests.Harness;
using Karton.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

[Collection(RunsAlone.Name)]
public sealed class BrokerRestartTests : IAsyncLifetime
{
    private const int Count = 40;

    private RabbitMqVirtualHost _broker = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _broker = await RabbitMqVirtualHost.CreateAsync();

    public ValueTask DisposeAsync() => _broker.DisposeAsync();

    [ServersFact]
    public async Task Nothing_is_lost_and_nothing_goes_to_an_error_queue_when_the_broker_is_killed()
    {
        using var running = new SemaphoreSlim(0);
        var goOn = new TaskCompletionSource();
        await using var host = await RabbitHost.StartAsync(_broker, async (_, _, token) =>
        {
            running.Release();
            await goOn.Task.WaitAsync(token);
        });
        var client = host.Services.GetRequiredService<IAnalysisClient>();
        var tasks = Enumerable.Range(0, Count).Select(_ => Tasks.Sample()).ToList();
        await Task.WhenAll(tasks.Take(Count / 2).Select(task => client.SubmitAsync(task, cancellationToken: Token)));
        await running.WaitAsync(Token);

        await TestServers.KillAsync("rabbitmq", Token);
        var publishing = Task.WhenAll(
            tasks.Skip(Count / 2).Select(task => client.SubmitAsync(task, cancellationToken: Token)));
        await TestServers.StartAsync("rabbitmq", Token);
        goOn.SetResult();
        await publishing;
        var outcomes = await Task.WhenAll(tasks.Select(task => OutcomeOfAsync(host, task)));

        Assert.All(outcomes, outcome => Assert.Equal(DeliveryStatus.Finished, outcome.Status));
        Assert.DoesNotContain(
            await _broker.ListQueuesAsync(),
            queue => queue.Name.EndsWith("_error", StringComparison.Ordinal)
                || queue.Name.EndsWith("_skipped", StringComparison.Ordinal));
    }

    // The first wait of the recording ledger may be shorter than the way back to the broker.
    private static async Task<TaskOutcome> OutcomeOfAsync(TestHost host, KartonTask task)
    {
        await RabbitHost.UntilAsync(() => Task.FromResult(host.OutcomesOf(task).Count), count => count > 0);
        return host.OutcomesOf(task)[0];
    }
}
