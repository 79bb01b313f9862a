using System.Collections.Concurrent;
using Karton.Contracts;
using MassTransit;

namespace Karton.Tracking.Reconciling;

/// <summary>Keeps the journal of what this process is working on.</summary>
internal sealed class InWorkObserver(InWorkJournal journal) : IConsumeObserver
{
    // Each endpoint has one address, which its messages share.
    private readonly ConcurrentDictionary<Uri, string> _identities = new(ReferenceEqualityComparer.Instance);

    public Task PreConsume<T>(ConsumeContext<T> context)
        where T : class
    {
        if (context.Message is KartonTask task
            && journal.Begin(task.TaskId, IdentityOf(context.ReceiveContext.InputAddress)) is { } slot)
        {
            context.GetOrAddPayload(() => new Slot(slot));
        }

        return Task.CompletedTask;
    }

    public Task PostConsume<T>(ConsumeContext<T> context)
        where T : class => EndAsync(context);

    public Task ConsumeFault<T>(ConsumeContext<T> context, Exception exception)
        where T : class => EndAsync(context);

    private string IdentityOf(Uri address) => _identities.GetOrAdd(address, uri => uri.Segments[^1]);

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
