using Karton.Contracts.Analyses;
using Karton.Sdk;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Karton.Cli.Engine.Distributed;

/// <summary>Lets those who wait know at once that analyses have ended.</summary>
internal sealed class CompletionConsumer(CompletionWatch watch) : IConsumer<AnalysesCompleted>
{
    public Task Consume(ConsumeContext<AnalysesCompleted> context)
    {
        foreach (var analysis in context.Message.Analyses)
        {
            watch.Wake(analysis.AnalysisId);
        }

        return Task.CompletedTask;
    }
}

/// <summary>On the queue that each process has of its own: two that wait at once must both hear of it.</summary>
internal sealed class CompletionConsumerDefinition : ConsumerDefinition<CompletionConsumer>
{
    public CompletionConsumerDefinition(IOptions<KartonOptions> options) => Endpoint(endpoint =>
    {
        endpoint.Name = $"karton.instance.{options.Value.InstanceName}";
        endpoint.Temporary = true;
    });
}
