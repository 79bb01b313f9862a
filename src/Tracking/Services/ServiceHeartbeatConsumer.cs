using Karton.Contracts.Services;
using MassTransit;

namespace Karton.Tracking.Services;

internal sealed class ServiceHeartbeatConsumer(ServiceDirectory directory) : IConsumer<ServiceHeartbeat>
{
    public Task Consume(ConsumeContext<ServiceHeartbeat> context) =>
        directory.RecordAsync(context.Message, context.CancellationToken);
}

/// <summary>The next heartbeat says the same, so one that could not be written is not tried again.</summary>
internal sealed class ServiceHeartbeatConsumerDefinition : ConsumerDefinition<ServiceHeartbeatConsumer>
{
    public ServiceHeartbeatConsumerDefinition()
    {
        EndpointName = "karton.registry";
        ConcurrentMessageLimit = 4;
    }
}
