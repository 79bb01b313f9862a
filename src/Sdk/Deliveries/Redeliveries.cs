using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Catalog;
using Karton.Sdk.Submission;
using Karton.Sdk.Transports;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// Counts the processes that a delivery may have killed. A message that comes again goes to the end of its queue as a
/// copy that carries the name of this process; one that has been through too many is not run again. A process that
/// lives on, whatever happens to its connection, counts once.
/// </summary>
internal sealed partial class Redeliveries(
    IKartonTransport transport,
    PatientSender sender,
    IOptions<KartonOptions> options,
    ILogger<Redeliveries> logger)
{
    private const char Separator = ',';

    /// <summary>Whether the message came back because whoever had it did not end it.</summary>
    internal bool Include(ConsumeContext<KartonTask> context) =>
        transport.RedeliversUnacknowledged
        && context.ReceiveContext.Redelivered
        && !NamesIn(context).Contains(options.Value.InstanceName);

    /// <summary>Puts a copy at the end of the queue; or ends the delivery, after too many of them.</summary>
    /// <returns>How the delivery ended; <see langword="null"/> when it goes on elsewhere.</returns>
    /// <exception cref="DeliveryInterruptedException">The copy could not be sent.</exception>
    internal async Task<DeliveryEnd?> TakeAsync(ServiceDefinition service, ConsumeContext<KartonTask> context)
    {
        var names = NamesIn(context);
        if (names.Length >= options.Value.MaxRedeliveries)
        {
            GivenUp(service.Identity, context.Message.TaskId, names.Length + 1);
            return new DeliveryEnd(DeliveryStatus.Crashed, 0) { Error = Crash.OfLost(names.Length + 1) };
        }

        try
        {
            await sender.SendAsync(
                "a task that came again",
                token => SendAsync(service, [.. names, options.Value.InstanceName], context, token),
                context.CancellationToken);
        }
        catch (Exception e)
        {
            // Whatever the transport threw after all retries: the message stays where it is.
            throw new DeliveryInterruptedException(
                $"Task {context.Message.TaskId} could not be put back into the queue of {service.Identity}: "
                + e.Message,
                e);
        }

        CameAgain(service.Identity, context.Message.TaskId, names.Length + 1);
        return null;
    }

    private async Task SendAsync(
        ServiceDefinition service,
        string[] names,
        ConsumeContext<KartonTask> context,
        CancellationToken cancellationToken)
    {
        var address = transport.OwnQueueAddress(service.Identity, service.IsPersistent);
        var endpoint = await context.ReceiveContext.SendEndpointProvider.GetSendEndpoint(address);
        using var mark = OwnSend.Begin(context.Message.TaskId);
        await endpoint.Send(
            context.Message,
            send =>
            {
                send.MessageId = context.MessageId;
                foreach (var header in context.Headers.GetAll())
                {
                    send.Headers.Set(header.Key, header.Value);
                }

                send.Headers.Set(DeliveryHeaders.RedeliveredTo, string.Join(Separator, names));
            },
            cancellationToken);
    }

    private static string[] NamesIn(ConsumeContext<KartonTask> context) =>
        context.Headers.Get<string>(DeliveryHeaders.RedeliveredTo)?
            .Split(Separator, StringSplitOptions.RemoveEmptyEntries)
            .Distinct(StringComparer.Ordinal)
            .ToArray()
        ?? [];

    [LoggerMessage(1104, LogLevel.Warning,
        "Task {TaskId} came to {Identity} again, for the {Number}. time, and goes to the end of its queue")]
    private partial void CameAgain(string identity, Guid taskId, int number);

    [LoggerMessage(1105, LogLevel.Error,
        "Task {TaskId} was given to {Count} processes of {Identity}, none of which ended it; it is not run again")]
    private partial void GivenUp(string identity, Guid taskId, int count);
}
