using Karton.Contracts;
using Karton.Contracts.Data;
using MassTransit;
using MassTransit.Context;

namespace Karton.Sdk.Deliveries;

/// <summary>What a consumer sees of its message: the task with the header <c>receiver</c>, the delivery's token, and
/// endpoints that keep its children until it returns.</summary>
internal sealed class AttemptContext : ConsumeContextProxy, ConsumeContext<KartonTask>
{
    private readonly Attempt _attempt;

    internal AttemptContext(ConsumeContext<KartonTask> context, Attempt attempt, CancellationToken cancellationToken)
        : base(context)
    {
        _attempt = attempt;
        CancellationToken = cancellationToken;
        var task = context.Message;
        Message = task with
        {
            Headers = new DataMap(task.Headers) { [WellKnownHeaders.Receiver] = attempt.Delivery.Service.Identity },
        };
        ReceiveContext = new CapturingReceiveContext(context.ReceiveContext, attempt);
        PublishEndpointProvider = ReceiveContext.PublishEndpointProvider;
    }

    public override CancellationToken CancellationToken { get; }

    public KartonTask Message { get; }

    public override bool HasPayloadType(Type payloadType) =>
        payloadType == typeof(Attempt) || base.HasPayloadType(payloadType);

    public override bool TryGetPayload<T>(out T payload)
    {
        if (_attempt is T attempt)
        {
            payload = attempt;
            return true;
        }

        return base.TryGetPayload(out payload!);
    }

    public Task NotifyConsumed(TimeSpan duration, string consumerType) =>
        NotifyConsumed(this, duration, consumerType);

    // A crash is an outcome here, told to the ledger; a fault message and an error queue would tell it twice.
    public Task NotifyFaulted(TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;

    public override Task NotifyFaulted<T>(
        ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) => Task.CompletedTask;
}
