using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Servers;

/// <summary>Makes every server check before anything starts. Where waiting may help it waits; what is set wrong ends
/// the start at once.</summary>
internal sealed partial class ServersReady(
    IEnumerable<IServerCheck> checks,
    IOptions<KartonOptions> options,
    TimeProvider time,
    ILogger<ServersReady> logger) : IHostedLifecycleService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    // Long enough for a handshake over a bad line; a server that takes longer counts as one that does not answer.
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(10);

    /// <exception cref="ServerUnavailableException">A server cannot be used.</exception>
    /// <exception cref="AggregateException">Several servers cannot be used.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        using var hopeless = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var faults = new List<ServerUnavailableException>();
        await foreach (var wait in Task.WhenEach(
            checks.Select(check => WaitAsync(check, hopeless.Token, cancellationToken)).ToList()))
        {
            try
            {
                await wait;
            }
            catch (ServerUnavailableException e)
            {
                // Nobody has to wait for the others any more; each is still tried once, so that every fault is named.
                faults.Add(e);
                await hopeless.CancelAsync();
            }
        }

        switch (faults)
        {
            case []:
                return;
            case [var only]:
                throw only;
            default:
                throw new AggregateException(faults);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task WaitAsync(
        IServerCheck check, CancellationToken hopeless, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                Ready(check.Server, await CheckOnceAsync(check, cancellationToken));
                return;
            }
            catch (ServerUnavailableException e)
                when (e.MayPass && MayWait(began) && !hopeless.IsCancellationRequested)
            {
                NotReady(e.Message);
                await Task.Delay(Pause, time, hopeless).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private bool MayWait(long began) =>
        options.Value.StartTimeout is not { } limit || time.GetElapsedTime(began) + Pause < limit;

    private static async Task<string> CheckOnceAsync(IServerCheck check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CheckTimeout);
        try
        {
            return await check.CheckAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnavailableException(
                $"{check.Server} did not answer within {CheckTimeout.TotalSeconds:0} s.", mayPass: true, e);
        }
    }

    [LoggerMessage(1060, LogLevel.Information, "{Server} is ready: {Found}")]
    private partial void Ready(string server, string found);

    [LoggerMessage(1061, LogLevel.Warning, "{Fault} Trying again")]
    private partial void NotReady(string fault);
}
