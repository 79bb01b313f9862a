using Karton.Contracts;
using MassTransit;

namespace Karton.Sdk.Deliveries;

/// <summary>
/// Stands directly around the consumer: if an author's own retry runs it anew, the children of the run before are
/// forgotten, and what the consumer throws is seen as it was thrown.
/// </summary>
internal sealed class AttemptFilter<TConsumer> : IFilter<ConsumerConsumeContext<TConsumer, KartonTask>>
    where TConsumer : class
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonAttempt");

    public async Task Send(
        ConsumerConsumeContext<TConsumer, KartonTask> context,
        IPipe<ConsumerConsumeContext<TConsumer, KartonTask>> next)
    {
        var attempt = context.GetPayload<Attempt>();
        attempt.Restart();
        try
        {
            await next.Send(context);
        }
        catch (Exception e)
        {
            attempt.Fail(e);
            throw;
        }
    }
}
