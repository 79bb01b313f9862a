using Karton.Contracts;
using MassTransit;
using MassTransit.Transports;

namespace Karton.Sdk.Deliveries;

/// <summary>Applies what the publisher of a child wanted done to its message, and names the message like the
/// task.</summary>
internal sealed class ChildPipe(Child child) : IPipe<SendContext<KartonTask>>, ISendContextPipe
{
    public void Probe(ProbeContext context) => child.Pipe?.Probe(context);

    public async Task Send(SendContext<KartonTask> context)
    {
        if (child.Pipe is not null)
        {
            await child.Pipe.Send(context);
        }

        context.MessageId = child.Task.TaskId;
    }

    public Task Send<T>(SendContext<T> context)
        where T : class =>
        child.Pipe is ISendContextPipe pipe ? pipe.Send(context) : Task.CompletedTask;
}
