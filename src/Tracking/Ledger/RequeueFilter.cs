using System.Runtime.ExceptionServices;
using System.Runtime.Serialization;
using MassTransit;

namespace Karton.Tracking.Ledger;

/// <summary>Stands where a message would go to the error queue. Only one that is unreadable or that no repeat can help
/// goes there; every other is given back to the broker, which delivers it again.</summary>
internal sealed class RequeueFilter(Func<Exception, bool> isHopeless) : IFilter<ExceptionReceiveContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonRequeue");

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception.Chain().Any(failure => failure is SerializationException)
            || isHopeless(context.Exception))
        {
            return next.Send(context);
        }

        ExceptionDispatchInfo.Throw(context.Exception);
        return Task.CompletedTask;
    }
}
