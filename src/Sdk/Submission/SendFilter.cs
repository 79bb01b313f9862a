using Karton.Contracts;
using Karton.Sdk.Transports;
using MassTransit;

namespace Karton.Sdk.Submission;

/// <summary>Keeps tasks from being sent past the ledger.</summary>
internal sealed class SendFilter(IKartonTransport transport) : IFilter<SendContext<KartonTask>>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonSend");

    public Task Send(SendContext<KartonTask> context, IPipe<SendContext<KartonTask>> next)
    {
        if (!OwnSend.Includes(context.Message.TaskId))
        {
            throw new InvalidOperationException(
                $"The task {context.Message.TaskId} was sent to {context.DestinationAddress}. Tasks find their "
                + "services by their headers: publish it.");
        }

        Urgency.Set(context, transport);
        return next.Send(context);
    }
}
