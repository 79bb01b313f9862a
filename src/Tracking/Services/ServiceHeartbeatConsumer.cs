using Karton.Contracts.Services;
using Karton.Sdk.Transports;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Services;

/// <summary>Takes note of heartbeats. The next one says the same, so one that cannot be written is dropped.</summary>
internal sealed partial class ServiceHeartbeatConsumer(
    ServiceDirectory directory, TimeProvider time, ILogger<ServiceHeartbeatConsumer> logger)
    : IConsumer<ServiceHeartbeat>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public async Task Consume(ConsumeContext<ServiceHeartbeat> context)
    {
        using var limit = new CancellationTokenSource(Patience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, context.CancellationToken);
        try
        {
            await directory.RecordAsync(context.Message, both.Token);
        }
        // Whatever it is: an error queue full of old heartbeats would be of use to nobody.
        catch (Exception e)
        {
            NotRecorded(context.Message.Identity, context.Message.Instance, e);
        }
    }

    [LoggerMessage(
        3042, LogLevel.Warning, "A heartbeat of {Identity}, instance {Instance}, was not recorded; the next may be")]
    private partial void NotRecorded(string identity, string instance, Exception failure);
}

internal sealed class ServiceHeartbeatConsumerDefinition : ConsumerDefinition<ServiceHeartbeatConsumer>
{
    public ServiceHeartbeatConsumerDefinition()
    {
        EndpointName = QueueDefinition.Registry.Name;
        ConcurrentMessageLimit = 4;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<ServiceHeartbeatConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        context.GetRequiredService<IKartonTransport>()
            .ConfigureQueue(endpointConfigurator, QueueDefinition.Registry);
        endpointConfigurator.PublishFaults = false;
        // One that cannot be read comes every few seconds.
        endpointConfigurator.DiscardFaultedMessages();
    }
}
