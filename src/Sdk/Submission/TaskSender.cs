using Karton.Contracts;
using Karton.Sdk.Deliveries;
using MassTransit;

namespace Karton.Sdk.Submission;

internal sealed class TaskSender(IBus bus, PatientSender sender) : ITaskSender
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
                // A queue's address would declare the queue anew, and fail where it is of another type.
                var endpoint = await bus.GetSendEndpoint(new Uri($"exchange:{identity}"));
                using var mark = OwnSend.Begin(task.TaskId);
                await endpoint.Send(
                    task,
                    context =>
                    {
                        context.MessageId = task.TaskId;
                        context.Headers.Set(DeliveryHeaders.Receiver, identity);
                        context.Headers.Set(DeliveryHeaders.Generation, generation);
                    },
                    token);
            },
            cancellationToken);
    }
}
