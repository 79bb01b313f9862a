using Karton.Contracts.Services;
using Karton.Sdk.Catalog;
using Karton.Sdk.Transports;
using Karton.Sdk.Work;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Stopping;

/// <summary>Ends a service of this process when a later one with other filters has taken it over: both would take from
/// one queue, and this one would turn away what the other wants. Where the filters of this process are the valid ones,
/// it makes sure that they are bound.</summary>
internal sealed partial class ServiceReplacedConsumer(
    IServiceCatalog catalog,
    ServiceEndpoints endpoints,
    Heartbeats heartbeats,
    InstanceStart start,
    ILogger<ServiceReplacedConsumer> logger) : IConsumer<ServiceReplaced>
{
    public Task Consume(ConsumeContext<ServiceReplaced> context)
    {
        var replaced = context.Message;
        var service = catalog.Services.FirstOrDefault(service => service.Identity == replaced.Identity);
        if (service is null)
        {
            return Task.CompletedTask;
        }

        if (service.Filter.Rules.Equals(replaced.Filters))
        {
            // The ledger may have unbound them for another version, before it knew of this one.
            _ = endpoints.BindAgainAsync(service.Identity);
        }
        else if (start.At < replaced.StartedAt)
        {
            // What it works on may take long, and is ended properly.
            _ = EndAsync(service, replaced);
        }

        return Task.CompletedTask;
    }

    private async Task EndAsync(ServiceDefinition service, ServiceReplaced replaced)
    {
        try
        {
            if (await endpoints.EndAsync(service.Identity, CancellationToken.None))
            {
                HasEnded(service.Identity, service.Version, replaced.Version, replaced.StartedAt);
                await heartbeats.SendAsync(service, isStopping: true, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            // Nobody awaits this. What the transport threw while it stopped changes nothing about that it stops.
            NotEnded(e, service.Identity);
        }
    }

    [LoggerMessage(1102, LogLevel.Warning,
        "{Identity} {Version} has stopped here: version {Newer}, started at {StartedAt}, has other filters and has "
        + "taken its queue over. Stop this process, or start it again with the new version")]
    private partial void HasEnded(string identity, string? version, string? newer, DateTimeOffset startedAt);

    [LoggerMessage(1103, LogLevel.Error, "{Identity} was replaced and did not stop properly")]
    private partial void NotEnded(Exception exception, string identity);
}

/// <summary>On the queue of the process, like all that is said to every process.</summary>
internal sealed class ServiceReplacedConsumerDefinition : ConsumerDefinition<ServiceReplacedConsumer>
{
    public ServiceReplacedConsumerDefinition(IOptions<KartonOptions> options)
    {
        Endpoint(endpoint =>
        {
            endpoint.Name = QueueDefinition.OfInstance(options.Value.InstanceName).Name;
            endpoint.Temporary = true;
        });
    }
}
