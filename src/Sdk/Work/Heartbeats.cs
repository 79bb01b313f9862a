using Karton.Contracts.Services;
using Karton.Sdk.Catalog;
using Karton.Sdk.Submission;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Work;

/// <summary>Says of a service of this process that it is alive and what it works on.</summary>
internal sealed partial class Heartbeats(
    WorkBoard board,
    IBus bus,
    InstanceStart start,
    PatientSender sender,
    IOptions<KartonOptions> options,
    TimeProvider time,
    ILogger<Heartbeats> logger)
{
    // The next one says the same, so none waits long for a broker that is away.
    private const int MostIntervals = 2;

    /// <summary>Sends one until it is there.</summary>
    /// <exception cref="TimeoutException">The last try took too long.</exception>
    internal Task AnnounceAsync(ServiceDefinition service, CancellationToken cancellationToken) => sender.SendAsync(
        "a heartbeat", token => bus.Publish(Describe(service, isStopping: false), token), cancellationToken);

    internal async Task SendAsync(ServiceDefinition service, bool isStopping, CancellationToken cancellationToken)
    {
        try
        {
            await sender.SendOnceAsync(
                "a heartbeat",
                token => bus.Publish(Describe(service, isStopping), token),
                options.Value.HeartbeatInterval * MostIntervals,
                cancellationToken);
        }
        catch (Exception e)
        {
            // One heartbeat more or less is no reason to end anything; the next one says the same.
            NotSent(service.Identity, e.Message);
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
            StartedAt = start.At,
            SentAt = time.GetUtcNow(),
            IdleSince = idleSince,
            IsStopping = isStopping,
            InWork = inWork,
        };
    }

    [LoggerMessage(1030, LogLevel.Warning, "A heartbeat of {Identity} could not be sent: {Reason}")]
    private partial void NotSent(string identity, string reason);
}
