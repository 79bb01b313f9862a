using Karton.Contracts.Analyses;
using MassTransit;

namespace Karton.Cli.Engine;

/// <summary>Lets those who wait know at once that analyses have ended.</summary>
internal sealed class WakeOnCompletion(AnalysisWatch watch) : IConsumer<AnalysesCompleted>
{
    public Task Consume(ConsumeContext<AnalysesCompleted> context)
    {
        watch.Wake();
        return Task.CompletedTask;
    }
}

internal sealed class WakeOnCompletionDefinition : ConsumerDefinition<WakeOnCompletion>
{
    public WakeOnCompletionDefinition() => EndpointName = "karton.analyze";
}
