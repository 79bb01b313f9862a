using Karton.Contracts.Analyses;
using Karton.Sdk.Transports;
using Karton.Sdk.Work;
using MassTransit;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Stopping;

/// <summary>Drops what this process has of an analysis that was stopped.</summary>
internal sealed class AnalysisStoppedConsumer(StoppedAnalyses stopped, WorkBoard board) : IConsumer<AnalysisStopped>
{
    public Task Consume(ConsumeContext<AnalysisStopped> context)
    {
        stopped.Add(context.Message.AnalysisId, context.Message.State);
        board.Stop(context.Message.AnalysisId, context.Message.State);
        return Task.CompletedTask;
    }
}

/// <summary>Every process has a queue of its own for it, which goes with the process.</summary>
internal sealed class AnalysisStoppedConsumerDefinition : ConsumerDefinition<AnalysisStoppedConsumer>
{
    public AnalysisStoppedConsumerDefinition(IOptions<KartonOptions> options)
    {
        Endpoint(endpoint =>
        {
            endpoint.Name = QueueDefinition.OfInstance(options.Value.InstanceName).Name;
            endpoint.Temporary = true;
        });
    }
}
