using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Transports;
using MassTransit;

namespace Karton.Sdk.Submission;

/// <summary>Every task that is published through the bus passes here: one that an author publishes outside a consumer
/// starts an analysis.</summary>
internal sealed class PublishFilter(RootTasks roots, IKartonTransport transport) : IFilter<PublishContext<KartonTask>>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonPublish");

    public async Task Send(PublishContext<KartonTask> context, IPipe<PublishContext<KartonTask>> next)
    {
        var task = context.Message;
        if (!OwnSend.Includes(task.TaskId))
        {
            if (Attempt.Current is { } attempt)
            {
                throw new InvalidOperationException(
                    $"{attempt.Delivery.Service.Identity} published a task through IBus while it worked on task "
                    + $"{attempt.Delivery.Task.TaskId}; that would start a new analysis. Publish a child through the "
                    + "consume context or an injected IPublishEndpoint.");
            }

            await roots.RecordAsync(task, new AnalysisBudget(), context.CancellationToken);
            context.MessageId = task.TaskId;
        }

        Urgency.Set(context, transport);
        await next.Send(context);
    }
}
