using Karton.Contracts;
using MassTransit;
using MassTransit.Transports.Fabric;

namespace Karton.Sdk.Transports;

/// <summary>The transport of the embedded engine: nothing outlives the process but what the ledger holds.</summary>
internal sealed class InMemoryTransport : IKartonTransport
{
    public bool RedeliversUnacknowledged => false;

    public void Use(
        IBusRegistrationConfigurator registration,
        Action<IBusRegistrationContext, IBusFactoryConfigurator> configure) =>
        registration.UsingInMemory((context, bus) =>
        {
            bus.Publish<KartonTask>(exchange => exchange.ExchangeType = ExchangeType.Topic);
            configure(context, bus);
            bus.ConfigureEndpoints(context);
        });

    public void ConfigureQueue(
        IReceiveEndpointConfigurator endpoint, IEnumerable<string> bindingKeys, int concurrency, bool isPersistent)
    {
        var queue = (IInMemoryReceiveEndpointConfigurator)endpoint;
        queue.ConcurrentMessageLimit = concurrency;
        foreach (var key in bindingKeys)
        {
            queue.Bind<KartonTask>(ExchangeType.Topic, key);
        }
    }

    public void ConfigureQueue(IReceiveEndpointConfigurator endpoint, QueueDefinition queue)
    {
    }

    // A queue's address would declare the queue anew.
    public Uri QueueAddress(string identity) => new($"exchange:{identity}");

    public Uri OwnQueueAddress(string identity, bool isPersistent) => QueueAddress(identity);

    public byte? NumberOf(TaskPriority priority) => null;
}
