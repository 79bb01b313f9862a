using Karton.Contracts;
using MassTransit;
using MassTransit.Transports;

namespace Karton.Sdk.Deliveries;

/// <summary>Keeps the tasks that a consumer publishes or sends; lets every other message through at once.</summary>
internal sealed class CapturingEndpoint(ISendEndpoint endpoint, Attempt attempt) : SendEndpointProxy(endpoint)
{
    public override Task Send<T>(T message, CancellationToken cancellationToken) =>
        message is KartonTask task ? Keep(task, null) : Endpoint.Send(message, cancellationToken);

    public override Task Send<T>(T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken) =>
        message is KartonTask task
            ? Keep(task, pipe as IPipe<SendContext<KartonTask>>)
            : Endpoint.Send(message, pipe, cancellationToken);

    public override Task Send<T>(T message, IPipe<SendContext> pipe, CancellationToken cancellationToken) =>
        message is KartonTask task ? Keep(task, pipe) : Endpoint.Send(message, pipe, cancellationToken);

    protected override IPipe<SendContext<T>> GetPipeProxy<T>(IPipe<SendContext<T>>? pipe = null) =>
        pipe ?? Pipe.Empty<SendContext<T>>();

    private Task Keep(KartonTask task, IPipe<SendContext<KartonTask>>? pipe)
    {
        try
        {
            attempt.Add(task, pipe);
            return Task.CompletedTask;
        }
        catch (Exception e)
        {
            // Whoever publishes learns of it by awaiting, as with every other endpoint.
            return Task.FromException(e);
        }
    }
}
