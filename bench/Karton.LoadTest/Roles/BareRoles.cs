using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using MassTransit;
using MassTransit.UsageTracking;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Karton.LoadTest.Roles;

/// <summary>The bare twin: the same message through MassTransit as it comes, on the same broker, with the same
/// concurrency. No filters, no tracking, no ledger.</summary>
internal static class BareRoles
{
    private const string Queue = "bare";

    internal static IRole Publisher() => New(bus => bus.UsingRabbitMq((context, rabbit) => Connect(context, rabbit)));

    internal static IRole Service() => New(bus =>
    {
        bus.AddConsumer<BareConsumer>();
        bus.UsingRabbitMq((context, rabbit) =>
        {
            Connect(context, rabbit);
            rabbit.ReceiveEndpoint(Queue, endpoint =>
            {
                endpoint.PrefetchCount = LoadConsumer.Concurrency;
                Configure(endpoint, context);
            });
        });
    });

    internal static IRole Embedded() => New(bus =>
    {
        bus.AddConsumer<BareConsumer>();
        bus.UsingInMemory((context, memory) =>
            memory.ReceiveEndpoint(Queue, endpoint => Configure(endpoint, context)));
    });

    private static void Configure(IReceiveEndpointConfigurator endpoint, IRegistrationContext context)
    {
        endpoint.ConcurrentMessageLimit = LoadConsumer.Concurrency;
        endpoint.ConfigureConsumer<BareConsumer>(context);
    }

    private static void Connect(IBusRegistrationContext context, IRabbitMqBusFactoryConfigurator rabbit)
    {
        var options = context.GetRequiredService<IOptions<RabbitMqOptions>>().Value;
        var node = RabbitMqNode.Of(options)[0];
        rabbit.Host(node.Host, (ushort)node.Port, options.VirtualHost, host =>
        {
            host.Username(options.Username);
            host.Password(options.Password);
        });
    }

    private static HostRole New(Action<IBusRegistrationConfigurator> configure) => new(
        builder =>
        {
            builder.Services.AddLogging();
            builder.Services.AddSingleton<IUsageTracker, NoUsageTracker>();
            builder.Services.AddOptions<RabbitMqOptions>().BindConfiguration(RabbitMqOptions.Section);
            builder.Services.AddOptions<MassTransitHostOptions>().Configure(host => host.WaitUntilStarted = true);
            builder.Services.AddPublishObserver(provider => provider.GetRequiredService<Milestones>());
            builder.Services.AddMassTransit(bus =>
            {
                bus.DisableUsageTelemetry();
                configure(bus);
            });
        },
        (services, task, cancellationToken) => services.GetRequiredService<IBus>().Publish(task, cancellationToken));
}
