using System.Runtime.ExceptionServices;
using System.Runtime.Serialization;
using MassTransit;

namespace Karton.Sdk.Transports;

/// <summary>Stands where a message would go to the error queue. Only one that can never be read or that no repeat can
/// help goes there; every other is given back to the broker, which delivers it again.</summary>
internal sealed class RequeueFilter(Func<IEnumerable<Exception>, bool> isHopeless) : IFilter<ExceptionReceiveContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonRequeue");

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception is not SerializationException && !isHopeless(Chain(context.Exception)))
        {
            ExceptionDispatchInfo.Throw(context.Exception);
        }

        return next.Send(context);
    }

    private static IEnumerable<Exception> Chain(Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }
}
