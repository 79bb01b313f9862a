using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Sdk.Catalog;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Resources;
using Karton.Sdk.Servers;
using Karton.Sdk.Stopping;
using Karton.Sdk.Submission;
using Karton.Sdk.Tracking;
using Karton.Sdk.Transports;
using Karton.Sdk.Validation;
using Karton.Sdk.Work;
using MassTransit;
using MassTransit.Configuration;
using MassTransit.DependencyInjection;
using MassTransit.UsageTracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk;

/// <summary>Adds Karton to a host.</summary>
public static class KartonServiceCollectionExtensions
{
    // What a stopping host needs beyond the work it waits for.
    private static readonly TimeSpan StopMargin = TimeSpan.FromSeconds(15);

    /// <summary>Adds the bus, the services that <paramref name="configure"/> names and all they need. Once a
    /// process.</summary>
    /// <exception cref="InvalidOperationException">Karton was added before, or a service makes no sense.</exception>
    public static IServiceCollection AddKarton(this IServiceCollection services, Action<KartonBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        if (services.Any(service => service.ServiceType == typeof(ServiceCatalog)))
        {
            throw new InvalidOperationException(
                "AddKarton was called before. Call it once and add every service there.");
        }

        var catalog = new ServiceCatalog();
        var builder = new KartonBuilder(services, catalog);
        services.AddSingleton(provider =>
            provider.GetRequiredService<DebugMode>().IsOn ? catalog.ForDebugging() : catalog);
        services.AddSingleton<IServiceCatalog>(provider => provider.GetRequiredService<ServiceCatalog>());
        services.AddSingleton<IUsageTracker, NoUsageTracker>();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        AddOptions(services);
        services.AddHostedService<ServersReady>();
        configure(builder);

        AddPipeline(services, builder);
        if (builder.IsTestHarness)
        {
            services.AddMassTransitTestHarness(TextWriter.Null, Register);
        }
        else
        {
            services.AddMassTransit(Register);
        }

        services.AddHostedService<HeartbeatService>();
        services.AddHostedService<SecondSignal>();
        return services;

        void Register(IBusRegistrationConfigurator bus)
        {
            bus.DisableUsageTelemetry();
            bus.AddSingleton(provider => Bind<IBus>.Create<IBusInstanceSpecification>(
                new FreshLogContext(provider.GetRequiredService<ILoggerFactory>())));
            bus.AddConfigureEndpointsCallback(ConfigureInstanceQueue);
            bus.AddConsumer<AnalysisStoppedConsumer, AnalysisStoppedConsumerDefinition>();
            bus.AddConsumer<ServiceReplacedConsumer, ServiceReplacedConsumerDefinition>();
            builder.Register(bus);
        }
    }

    // Several consumers share it, and it can be configured only once.
    private static void ConfigureInstanceQueue(
        IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        var instance = context.GetRequiredService<IOptions<KartonOptions>>().Value.InstanceName;
        var queue = QueueDefinition.OfInstance(instance);
        if (name == queue.Name)
        {
            context.GetRequiredService<IKartonTransport>().ConfigureQueue(endpoint, queue);
        }
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddSettings<KartonOptions, KartonOptionsValidator>(KartonOptions.Section);
        services.AddOptions<MassTransitHostOptions>().Configure<IOptions<KartonOptions>>((host, karton) =>
        {
            host.WaitUntilStarted = true;
            host.ConsumerStopTimeout = karton.Value.StopTimeout;
        });
        services.AddOptions<HostOptions>().Configure<IOptions<KartonOptions>>(WaitForWork);
    }

    private static void WaitForWork(HostOptions host, IOptions<KartonOptions> karton)
    {
        try
        {
            var least = karton.Value.StopTimeout + karton.Value.CancellationGrace + StopMargin;
            host.ShutdownTimeout = host.ShutdownTimeout < least ? least : host.ShutdownTimeout;
        }
        catch (OptionsValidationException)
        {
            // The host reads its options while it is built; what is wrong with ours is told when it starts.
        }
    }

    private static void AddPipeline(IServiceCollection services, KartonBuilder builder)
    {
        services.AddSingleton(builder.Transport);
        services.TryAddSingleton<IBroker, InMemoryBroker>();
        services.AddKartonResources();
        services.TryAddSingleton<IValidator<KartonTask>, KartonTaskValidator>();
        services.TryAddSingleton<IValidator<AnalysisSubmitted>, AnalysisSubmittedValidator>();
        services.TryAddSingleton<ITrackingChannel, BusTrackingChannel>();

        // A channel may need the bus, and what needs a channel is made while the bus is.
        services.AddSingleton(provider => new Lazy<ITrackingChannel>(provider.GetRequiredService<ITrackingChannel>));
        services.AddSingleton<PatientSender>();
        services.AddSingleton<RootTasks>();
        services.AddSingleton<IAnalysisClient, AnalysisClient>();
        services.AddSingleton<ITaskSender, TaskSender>();
        services.AddSingleton<StoppedAnalyses>();
        services.AddSingleton<StopSignal>();
        services.AddSingleton<WorkBoard>();
        services.AddSingleton<InstanceStart>();
        services.AddSingleton<DebugMode>();
        services.AddSingleton<DebugLog>();
        services.AddSingleton<Heartbeats>();
        services.AddSingleton<ServiceEndpoints>();
        services.AddSingleton<Redeliveries>();
        services.AddSingleton<Gate>();
        services.AddSingleton<ConsumerRunner>();
        services.AddSingleton<DeliveryReporter>();
    }
}
