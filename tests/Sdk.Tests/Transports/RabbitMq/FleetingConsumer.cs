using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

/// <summary>A service whose queue goes with it.</summary>
[KartonService("test.fleeting", IsPersistent = false)]
[Accepts("type=fleeting")]
internal sealed class FleetingConsumer : IConsumer<KartonTask>
{
    public const string Identity = "test.fleeting";

    public Task Consume(ConsumeContext<KartonTask> context) => Task.CompletedTask;
}
