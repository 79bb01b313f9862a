using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Submission;

/// <summary>Keeps tasks from being sent past the ledger.</summary>
internal sealed class SendFilter : IFilter<SendContext<KartonTask>>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonSend");

    public Task Send(SendContext<KartonTask> context, IPipe<SendContext<KartonTask>> next) =>
        OwnSend.Includes(context.Message.TaskId)
            ? next.Send(context)
            : throw new InvalidOperationException(
                $"The task {context.Message.TaskId} was sent to {context.DestinationAddress}. Tasks find their "
                + "services by their headers: publish it.");
}
