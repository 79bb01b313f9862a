using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Deliveries;
using MassTransit;

namespace Karton.Sdk;

/// <summary>What a plain <c>IConsumer&lt;KartonTask&gt;</c> needs besides MassTransit. It sends children by
/// <c>context.Publish</c> or an injected <c>IPublishEndpoint</c>.</summary>
public static class ConsumeContextExtensions
{
    /// <summary>Makes a task with these headers and the payload of the task at hand. It is not sent yet.</summary>
    /// <param name="context">The context of the task at hand.</param>
    /// <param name="headers">Its headers; <c>origin</c> and <c>receiver</c> in them are left out.</param>
    public static KartonTask Derive(this ConsumeContext<KartonTask> context, DataMap headers)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(headers);
        return ChildTask.Derive(context.Message, headers);
    }

    /// <summary>Reports contents that the service does not work on. The delivery goes on.</summary>
    /// <param name="context">The context of the task at hand.</param>
    /// <param name="reason">A short fixed word, such as <c>encrypted</c>.</param>
    /// <param name="message">A sentence for a person, with the figures that led to it.</param>
    /// <param name="subject">What was refused, such as the name of an archive's entry. Default: the whole
    /// sample.</param>
    /// <exception cref="InvalidOperationException">The work on the task has ended, or the consumer was not added by
    /// <see cref="KartonBuilder.AddConsumer{TConsumer}"/>.</exception>
    public static void Refuse(
        this ConsumeContext<KartonTask> context, string reason, string message, string? subject = null)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        ArgumentException.ThrowIfNullOrWhiteSpace(message);
        if (!context.TryGetPayload<Attempt>(out var attempt))
        {
            throw new InvalidOperationException(
                "This context is no delivery of Karton. Add the consumer by KartonBuilder.AddConsumer.");
        }

        attempt.Refuse(Refusals.Create(reason, message, subject));
    }
}
