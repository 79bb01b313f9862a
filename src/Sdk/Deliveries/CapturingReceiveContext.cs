using MassTransit;
using MassTransit.Context;

namespace Karton.Sdk.Deliveries;

internal sealed class CapturingReceiveContext(ReceiveContext context, Attempt attempt) : ReceiveContextProxy(context)
{
    public override IPublishEndpointProvider PublishEndpointProvider { get; } =
        new CapturingPublishEndpointProvider(context.PublishEndpointProvider, attempt);

    public override ISendEndpointProvider SendEndpointProvider { get; } =
        new CapturingSendEndpointProvider(context.SendEndpointProvider, attempt);
}

internal sealed class CapturingPublishEndpointProvider(IPublishEndpointProvider provider, Attempt attempt)
    : IPublishEndpointProvider
{
    public ConnectHandle ConnectPublishObserver(IPublishObserver observer) =>
        provider.ConnectPublishObserver(observer);

    public async Task<ISendEndpoint> GetPublishSendEndpoint<T>()
        where T : class =>
        new CapturingEndpoint(await provider.GetPublishSendEndpoint<T>(), attempt);
}

internal sealed class CapturingSendEndpointProvider(ISendEndpointProvider provider, Attempt attempt)
    : ISendEndpointProvider
{
    public ConnectHandle ConnectSendObserver(ISendObserver observer) => provider.ConnectSendObserver(observer);

    public async Task<ISendEndpoint> GetSendEndpoint(Uri address) =>
        new CapturingEndpoint(await provider.GetSendEndpoint(address), attempt);
}
