using System.Runtime.ExceptionServices;
using System.Runtime.Serialization;
using MassTransit;

namespace Karton.Sdk.Transports.RabbitMq;

/// <summary>Gives back to its queue whatever could not be brought to an end. Only what can never be read goes on, to
/// the error queue.</summary>
internal sealed class RequeueFilter : IFilter<ExceptionReceiveContext>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("kartonRequeue");

    public Task Send(ExceptionReceiveContext context, IPipe<ExceptionReceiveContext> next)
    {
        if (context.Exception is not SerializationException)
        {
            ExceptionDispatchInfo.Throw(context.Exception);
        }

        return next.Send(context);
    }
}
