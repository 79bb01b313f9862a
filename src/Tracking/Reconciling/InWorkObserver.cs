using Karton.Contracts;
using MassTransit;

namespace Karton.Tracking.Reconciling;

/// <summary>Keeps the journal of what this process is working on.</summary>
internal sealed class InWorkObserver(InWorkJournal journal) : IConsumeObserver
{
    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.Message is KartonTask task
            && journal.Begin(task.TaskId, context.ReceiveContext.InputAddress.Segments[^1]) is { } slot)
        {
            context.GetOrAddPayload(() => new Slot(slot));
        }

        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => EndAsync(context);

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => EndAsync(context);

    private Task EndAsync(PipeContext context)
    {
        if (context.TryGetPayload(out Slot? slot))
        {
            journal.End(slot.Number);
        }

        return Task.CompletedTask;
    }

    private sealed record Slot(int Number);
}
