using Karton.Sdk.Catalog;
using Karton.Sdk.Servers;
using Karton.Sdk.Stopping;
using Karton.Sdk.Transports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Work;

/// <summary>Announces the services of this process and lets tasks come to them, says from then on that they are alive,
/// and closes the gate when the process stops. Starts right after the bus and stops right before it.</summary>
internal sealed class HeartbeatService(
    IServiceCatalog catalog,
    Heartbeats heartbeats,
    ServiceEndpoints endpoints,
    IKartonTransport transport,
    DebugMode debug,
    StopSignal stop,
    IOptions<KartonOptions> options,
    TimeProvider time) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan LastHeartbeatTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private Task _beating = Task.CompletedTask;

    public void Dispose() => _ending.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <exception cref="ServerUnavailableException">The broker did not take the first heartbeat or the
    /// bindings.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        // First the ledger knows of a service, then tasks can reach it.
        await AnnounceAsync(cancellationToken);
        await endpoints.BindAsync(cancellationToken);
        _beating = BeatAsync(_ending.Token);
    }

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        stop.Stop();
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        stop.Stop();
        await _ending.CancelAsync();
        await _beating;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LastHeartbeatTimeout);
        await SendAsync(isStopping: true, limit.Token);
        stop.Release();
    }

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        if (!transport.RedeliversUnacknowledged)
        {
            await SendAsync(isStopping: false, cancellationToken);
            return;
        }

        try
        {
            await Task.WhenAll(Announced().Select(service => heartbeats.AnnounceAsync(service, cancellationToken)));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever the transport threw: unknown to the ledger, a service must get no task.
            throw new ServerUnavailableException(
                $"The services of this process could not be announced: {e.Message}", mayPass: true, e);
        }
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.HeartbeatInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                await SendAsync(isStopping: false, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process stops; the last heartbeat is sent by StopAsync.
        }
    }

    private Task SendAsync(bool isStopping, CancellationToken cancellationToken) => Task.WhenAll(
        Announced().Select(service => heartbeats.SendAsync(service, isStopping, cancellationToken)));

    private IEnumerable<ServiceDefinition> Announced() =>
        debug.IsOn ? [] : catalog.Services.Where(service => !endpoints.HasEnded(service.Identity));
}
