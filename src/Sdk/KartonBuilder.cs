using Karton.Contracts;
using Karton.Sdk.Catalog;
using Karton.Sdk.Transports;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk;

/// <summary>Says what a process runs. Given by <c>AddKarton</c>.</summary>
public sealed class KartonBuilder
{
    private readonly List<Action<IBusRegistrationConfigurator>> _bus = [];
    private readonly List<Action<IBusRegistrationContext, IBusFactoryConfigurator>> _transport = [];

    internal KartonBuilder(IServiceCollection services, ServiceCatalog catalog)
    {
        Services = services;
        Catalog = catalog;
    }

    /// <summary>The container's registrations. A hosted service that is added here starts before the bus and stops
    /// after it.</summary>
    public IServiceCollection Services { get; }

    internal ServiceCatalog Catalog { get; }

    internal IKartonTransport Transport { get; private set; } = new InMemoryTransport();

    internal bool IsTestHarness { get; private set; }

    /// <summary>Adds a service: a consumer of tasks with <see cref="KartonServiceAttribute"/> and
    /// <see cref="AcceptsAttribute"/>.</summary>
    /// <exception cref="InvalidOperationException">Its attributes are missing or make no sense; the message says which
    /// and what to do.</exception>
    public KartonBuilder AddConsumer<TConsumer>()
        where TConsumer : class, IConsumer<KartonTask>
    {
        Catalog.Add(ServiceDefinitionReader.Read(typeof(TConsumer)));
        return ConfigureBus(bus => bus.AddConsumer<TConsumer, ServiceConsumerDefinition<TConsumer>>());
    }

    /// <summary>Adds consumers of other messages, sagas and the like.</summary>
    public KartonBuilder ConfigureBus(Action<IBusRegistrationConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _bus.Add(configure);
        return this;
    }

    /// <summary>Configures the bus itself, after the SDK and before the endpoints.</summary>
    public KartonBuilder ConfigureTransport(Action<IBusRegistrationContext, IBusFactoryConfigurator> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        _transport.Add(configure);
        return this;
    }

    /// <summary>Runs on another transport. Default: in memory.</summary>
    public KartonBuilder UseTransport(IKartonTransport transport)
    {
        ArgumentNullException.ThrowIfNull(transport);
        Transport = transport;
        return this;
    }

    /// <summary>Adds MassTransit's test harness, which lets tests look at every message.</summary>
    public KartonBuilder UseTestHarness()
    {
        IsTestHarness = true;
        return this;
    }

    internal void Register(IBusRegistrationConfigurator bus)
    {
        _bus.ForEach(configure => configure(bus));
        RefuseStrayServices(bus);
        Transport.Use(bus, (context, configurator) =>
        {
            BusConfiguration.Apply(context, configurator);
            _transport.ForEach(configure => configure(context, configurator));
        });
    }

    private void RefuseStrayServices(IServiceCollection registrations)
    {
        var stray = registrations
            .Select(registration => registration.ServiceType)
            .FirstOrDefault(type => type.IsDefined(typeof(KartonServiceAttribute), inherit: false)
                && !Catalog.Services.Any(service => service.ConsumerType == type));
        if (stray is not null)
        {
            throw new InvalidOperationException(
                $"{stray} is a service, but it was added to MassTransit or the container alone, where it would get no "
                + "task. Add it by KartonBuilder.AddConsumer.");
        }
    }
}
