using Karton.Contracts;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Transports;
using Karton.Sdk.Work;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Catalog;

/// <summary>Makes the queue of a service, and puts the delivery pipeline around its consumer.</summary>
internal sealed class ServiceConsumerDefinition<TConsumer> : ConsumerDefinition<TConsumer>
    where TConsumer : class, IConsumer<KartonTask>
{
    private readonly ServiceDefinition _service;
    private readonly IKartonTransport _transport;

    public ServiceConsumerDefinition(ServiceCatalog catalog, IKartonTransport transport)
    {
        _service = catalog.Of(typeof(TConsumer));
        _transport = transport;
        EndpointName = _service.Identity;
    }

    protected override void ConfigureConsumer(
        IReceiveEndpointConfigurator endpointConfigurator,
        IConsumerConfigurator<TConsumer> consumerConfigurator,
        IRegistrationContext context)
    {
        endpointConfigurator.ConfigureConsumeTopology = false;
        endpointConfigurator.PublishFaults = false;
        _transport.ConfigureQueue(
            endpointConfigurator, _service.Filter.BindingKeys, _service.Concurrency, _service.IsPersistent);

        endpointConfigurator.ConnectReceiveEndpointObserver(
            context.GetRequiredService<ServiceEndpoints>().ObserverOf(_service.Identity));

        var delivery = ActivatorUtilities.CreateInstance<DeliveryFilter>(context, _service);
        consumerConfigurator.Message<KartonTask>(message => message.UseFilter(delivery));
        consumerConfigurator.ConsumerMessage<KartonTask>(
            message => message.UseFilter(new AttemptFilter<TConsumer>()));
    }
}
