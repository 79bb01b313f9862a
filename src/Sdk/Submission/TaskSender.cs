using Karton.Contracts;
using Karton.Sdk.Deliveries;
using Karton.Sdk.Transports;
using MassTransit;

namespace Karton.Sdk.Submission;

internal sealed class TaskSender(IBus bus, IKartonTransport transport, PatientSender sender) : ITaskSender
{
    public Task SendAsync(KartonTask task, string identity, int generation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(task);
        if (!Identities.IsValid(identity))
        {
            throw new ArgumentException($"'{identity}' names no service.", nameof(identity));
        }

        return sender.SendAsync(
            "a task to one service",
            async token =>
            {
                var endpoint = await bus.GetSendEndpoint(transport.QueueAddress(identity));
                using var mark = OwnSend.Begin(task.TaskId);
                await endpoint.Send(
                    task,
                    context =>
                    {
                        context.MessageId = task.TaskId;
                        context.TrySetRoutingKey(identity);
                        context.Headers.Set(DeliveryHeaders.Receiver, identity);
                        context.Headers.Set(DeliveryHeaders.Generation, generation);
                    },
                    token);
            },
            cancellationToken);
    }
}
