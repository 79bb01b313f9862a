using Karton.Contracts;
using MassTransit;
using MassTransit.Transports;

namespace Karton.Sdk.Deliveries;

/// <summary>Keeps the tasks that a consumer publishes or sends; lets every other message through at once.</summary>
internal sealed class CapturingEndpoint(ISendEndpoint endpoint, Attempt attempt) : SendEndpointProxy(endpoint)
{
    public override Task Send<T>(T message, CancellationToken cancellationToken)
    {
        if (message is KartonTask task)
        {
            attempt.Add(task, null);
            return Task.CompletedTask;
        }

        return Endpoint.Send(message, cancellationToken);
    }

    public override Task Send<T>(T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
    {
        if (message is KartonTask task)
        {
            attempt.Add(task, pipe as IPipe<SendContext<KartonTask>>);
            return Task.CompletedTask;
        }

        return Endpoint.Send(message, pipe, cancellationToken);
    }

    public override Task Send<T>(T message, IPipe<SendContext> pipe, CancellationToken cancellationToken)
    {
        if (message is KartonTask task)
        {
            attempt.Add(task, pipe);
            return Task.CompletedTask;
        }

        return Endpoint.Send(message, pipe, cancellationToken);
    }

    protected override IPipe<SendContext<T>> GetPipeProxy<T>(IPipe<SendContext<T>>? pipe = null) =>
        pipe ?? Pipe.Empty<SendContext<T>>();
}
