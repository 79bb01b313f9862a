using Karton.Contracts;
using Karton.Contracts.Data;
using MassTransit;

namespace Karton.Sdk;

/// <summary>
/// The base class of a service: give it <see cref="KartonServiceAttribute"/> and <see cref="AcceptsAttribute"/>, and
/// say in <see cref="ProcessAsync"/> what it does with one task. An exception ends the delivery as crashed. An instance
/// serves one delivery at a time; the container makes one for each.
/// </summary>
public abstract class KartonConsumer : IConsumer<KartonTask>
{
    private ConsumeContext<KartonTask>? _context;

    private ConsumeContext<KartonTask> Context => _context ?? throw new InvalidOperationException(
        $"{GetType()} has no task at hand. Call this from within {nameof(ProcessAsync)} only, and await it; a test "
        + "gives tasks through KartonTestKit.");

    async Task IConsumer<KartonTask>.Consume(ConsumeContext<KartonTask> context)
    {
        if (Interlocked.CompareExchange(ref _context, context, null) is not null)
        {
            throw new InvalidOperationException(
                $"One instance of {GetType()} was given two tasks at once. Do not register it as a singleton.");
        }

        try
        {
            await ProcessAsync(context.Message, context.CancellationToken);
        }
        finally
        {
            _context = null;
        }
    }

    /// <summary>Works on one task. Children are sent when it has returned.</summary>
    /// <param name="task">The task; its headers include <c>receiver</c>, and <c>origin</c> where a service sent
    /// it.</param>
    /// <param name="cancellationToken">Cancelled when the time limit is over, the analysis is stopped, or the process
    /// ends.</param>
    protected abstract Task ProcessAsync(KartonTask task, CancellationToken cancellationToken);

    /// <summary>Makes a task with these headers and the payload of the task at hand. It is not sent yet.</summary>
    /// <param name="headers">Its headers; <c>origin</c> and <c>receiver</c> in them are left out.</param>
    protected KartonTask Derive(DataMap headers) => Context.Derive(headers);

    /// <summary>Sends a child of the task at hand. It inherits persistent headers and payload, and priority and
    /// deadline where it has none of its own.</summary>
    /// <exception cref="FluentValidation.ValidationException">The child is malformed.</exception>
    /// <exception cref="InvalidOperationException">The work on the task has ended.</exception>
    protected Task SendAsync(KartonTask task, CancellationToken cancellationToken = default) =>
        Context.Publish(task, cancellationToken);

    /// <summary>Reports contents that the service does not work on. The delivery goes on.</summary>
    /// <param name="reason">A short fixed word, such as <c>encrypted</c>.</param>
    /// <param name="message">A sentence for a person, with the figures that led to it.</param>
    /// <param name="subject">What was refused, such as the name of an archive's entry. Default: the whole
    /// sample.</param>
    /// <exception cref="InvalidOperationException">The work on the task has ended.</exception>
    protected void Refuse(string reason, string message, string? subject = null) =>
        Context.Refuse(reason, message, subject);
}
