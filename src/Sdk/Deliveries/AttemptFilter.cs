using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// Stands directly around the consumer and sees what it throws as it was thrown: MassTransit replaces some exceptions,
/// such as the timeout of an HTTP client, by others that no longer say what happened.
/// </summary>
internal sealed class AttemptFilter<TConsumer> : IFilter<ConsumerConsumeContext<TConsumer, KartonTask>>
    where TConsumer : class
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonAttempt");

    public async Task Send(
        ConsumerConsumeContext<TConsumer, KartonTask> context,
        IPipe<ConsumerConsumeContext<TConsumer, KartonTask>> next)
    {
        try
        {
            await next.Send(context);
        }
        catch (Exception e)
        {
            context.GetPayload<Attempt>().Fail(e);
            throw;
        }
    }
}
