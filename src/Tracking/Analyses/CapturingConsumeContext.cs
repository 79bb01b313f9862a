using Karton.Tracking.Outbox;
using Karton.Tracking.Storage.Model;
using MassTransit;
using MassTransit.Context;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;

namespace Karton.Tracking.Analyses;

/// <summary>Keeps what the state machine publishes, so that it is written with the transition instead of sent before
/// it.</summary>
internal sealed class CapturingConsumeContext<TMessage> : ConsumeContextProxy<TMessage>, OutboxSendContext
    where TMessage : class
{
    private readonly IServiceProvider _provider;
    private readonly List<OutboxRow> _published = [];

    internal CapturingConsumeContext(ConsumeContext<TMessage> context, IServiceProvider provider)
        : base(context)
    {
        _provider = provider;
        var receiveContext = new OutboxReceiveContext(this, context.ReceiveContext);
        ReceiveContext = receiveContext;
        PublishEndpointProvider = receiveContext.PublishEndpointProvider;
    }

    internal IReadOnlyCollection<OutboxRow> Published => _published;

    public Task AddSend<T>(SendContext<T> context)
        where T : class
    {
        _published.Add(OutboxMessages.ToRow(context.Message, context.MessageId ?? NewId.NextGuid()));
        return Task.CompletedTask;
    }

    public object? GetService(Type serviceType) => _provider.GetService(serviceType);
}
