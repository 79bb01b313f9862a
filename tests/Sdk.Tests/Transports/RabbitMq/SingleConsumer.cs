using Karton.Contracts;
using Karton.Sdk.Tests.Harness;
using MassTransit;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

/// <summary>Takes one task at a time, and does what the test says.</summary>
[KartonService("test.single", Concurrency = 1)]
[Accepts("type=single")]
internal sealed class SingleConsumer(Script script) : IConsumer<KartonTask>
{
    public const string Identity = "test.single";

    public static KartonTask Task(TaskPriority priority = TaskPriority.Normal) =>
        new() { Headers = new() { ["type"] = "single" }, Priority = priority };

    public Task Consume(ConsumeContext<KartonTask> context) =>
        script.Run(null!, context.Message, context.CancellationToken);
}
