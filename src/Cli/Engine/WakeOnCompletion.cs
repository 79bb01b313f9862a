using Karton.Contracts.Analyses;
using MassTransit;

namespace Karton.Cli.Engine;

/// <summary>Lets those who wait know at once that an analysis has ended.</summary>
internal sealed class WakeOnCompletion(AnalysisWatch watch) : IConsumer<AnalysisCompleted>
{
    public Task Consume(ConsumeContext<AnalysisCompleted> context)
    {
        watch.Wake();
        return Task.CompletedTask;
    }
}

internal sealed class WakeOnCompletionDefinition : ConsumerDefinition<WakeOnCompletion>
{
    public WakeOnCompletionDefinition() => EndpointName = "karton.analyze";
}
