using Karton.Contracts;
using Karton.Contracts.Filters;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk;

/// <summary>What every bus of Karton has, whatever its transport.</summary>
internal static class BusConfiguration
{
    // A payload may be nested 64 deep and travels inside a task inside an outcome inside an envelope.
    private const int JsonDepth = 128;

    internal static void Apply(IBusRegistrationContext context, IBusFactoryConfigurator bus)
    {
        bus.Send<KartonTask>(send =>
            send.UseRoutingKeyFormatter(message => RoutingKey.For(message.Message.EffectiveHeaders)));
        bus.ConfigureJsonSerializerOptions(json =>
        {
            json.WriteIndented = false;
            json.MaxDepth = JsonDepth;
            return json;
        });

        var roots = context.GetRequiredService<RootTasks>();
        var transport = context.GetRequiredService<IKartonTransport>();
        bus.ConfigurePublish(publish => publish.UseFilter(new PublishFilter(roots, transport)));
        bus.ConfigureSend(send => send.UseFilter(new SendFilter(transport)));
    }
}
