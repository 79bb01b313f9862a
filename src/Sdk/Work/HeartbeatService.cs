using Karton.Contracts.Services;
using Karton.Sdk.Catalog;
using Karton.Sdk.Stopping;
using Karton.Sdk.Submission;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Work;

/// <summary>Says of each service of this process that it is alive and what it works on; and closes the gate when the
/// process stops. Starts right after the bus and stops right before it.</summary>
internal sealed partial class HeartbeatService(
    IServiceCatalog catalog,
    WorkBoard board,
    StopSignal stop,
    IBus bus,
    PatientSender sender,
    IOptions<KartonOptions> options,
    TimeProvider time,
    ILogger<HeartbeatService> logger) : IHostedLifecycleService, IDisposable
{
    private static readonly TimeSpan LastHeartbeatTimeout = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ending = new();
    private DateTimeOffset _startedAt;
    private Task _beating = Task.CompletedTask;

    public void Dispose() => _ending.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _startedAt = time.GetUtcNow();
        await SendAsync(isStopping: false, cancellationToken);
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

    private Task SendAsync(bool isStopping, CancellationToken cancellationToken) =>
        Task.WhenAll(catalog.Services.Select(service => SendAsync(service, isStopping, cancellationToken)));

    private async Task SendAsync(ServiceDefinition service, bool isStopping, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendOnceAsync(
                "a heartbeat", token => bus.Publish(Describe(service, isStopping), token), cancellationToken);
        }
        catch (Exception e)
        {
            // One heartbeat more or less is no reason to end anything; the next one says the same.
            NotSent(e, service.Identity);
        }
    }

    private ServiceHeartbeat Describe(ServiceDefinition service, bool isStopping)
    {
        var (inWork, idleSince) = board.Of(service.Identity).Look();
        return new ServiceHeartbeat
        {
            Identity = service.Identity,
            Instance = options.Value.InstanceName,
            Version = service.Version,
            Description = service.Description,
            Filters = service.Filter.Rules,
            IsPersistent = service.IsPersistent,
            Concurrency = service.Concurrency,
            StartedAt = _startedAt,
            SentAt = time.GetUtcNow(),
            IdleSince = idleSince,
            IsStopping = isStopping,
            InWork = inWork,
        };
    }

    [LoggerMessage(1030, LogLevel.Warning, "A heartbeat of {Identity} could not be sent")]
    private partial void NotSent(Exception exception, string identity);
}
