using System.Globalization;
using Karton.Contracts;
using Karton.LoadTest.Filters;
using Karton.Sdk;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports;
using Karton.Sdk.Transports.RabbitMq;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.LoadTest.Roles;

/// <summary>Processes that publish tasks beside many services. Nothing is told to a ledger: what counts here is the way
/// from the exchange of tasks to the queue.</summary>
internal static class BindingsRoles
{
    /// <summary>How many services there are.</summary>
    internal const string ServicesSetting = "LoadTest:Services";

    /// <summary>The services have queues and bindings; nobody takes anything from them.</summary>
    internal static IRole Publisher() => New(karton =>
    {
        karton.UseRabbitMq();
        karton.Services.AddHostedService<ServiceQueues>();
    });

    /// <summary>The services are in the same process, and the one that gets the tasks forgets them.</summary>
    internal static IRole Embedded() => New(karton => karton.ConfigureTransport((context, bus) =>
    {
        var transport = context.GetRequiredService<IKartonTransport>();
        var consumed = context.GetRequiredService<Milestones>().Consumed;
        foreach (var service in ServicesOf(context.GetRequiredService<IConfiguration>()))
        {
            bus.ReceiveEndpoint(service.Identity, endpoint =>
            {
                endpoint.ConfigureConsumeTopology = false;
                transport.ConfigureQueue(
                    endpoint, service.Filter.BindingKeys, LoadConsumer.Concurrency, isPersistent: true);
                endpoint.Handler<KartonTask>(_ =>
                {
                    consumed.Happened();
                    return Task.CompletedTask;
                });
            });
        }
    }));

    internal static IReadOnlyList<BoundService> ServicesOf(IConfiguration configuration) =>
        BoundServices.Make(int.Parse(configuration[ServicesSetting]!, CultureInfo.InvariantCulture));

    private static HostRole New(Action<KartonBuilder> configure) => new(
        builder => builder.Services.AddKarton(configure),
        (services, task, cancellationToken) => PublishAsync(
            services.GetRequiredService<IBus>(),
            task with { Headers = ServiceFilters.Headers },
            cancellationToken));

    // As the SDK sends a root task once it has been recorded.
    private static async Task PublishAsync(IBus bus, KartonTask task, CancellationToken cancellationToken)
    {
        using var mark = OwnSend.Begin(task.TaskId);
        await bus.Publish(task, context => context.MessageId = task.TaskId, cancellationToken);
    }
}
