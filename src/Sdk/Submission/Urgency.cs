using Karton.Contracts;
using Karton.Sdk.Transports;
using MassTransit;

namespace Karton.Sdk.Submission;

/// <summary>Gives a message the priority of its task, where the broker knows one.</summary>
internal static class Urgency
{
    internal static void Set(SendContext<KartonTask> context, IKartonTransport transport)
    {
        if (transport.NumberOf(context.Message.Priority) is { } number)
        {
            context.TrySetPriority(number);
        }
    }
}
