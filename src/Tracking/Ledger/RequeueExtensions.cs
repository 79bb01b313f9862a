using MassTransit;
using MassTransit.Middleware;

namespace Karton.Tracking.Ledger;

internal static class RequeueExtensions
{
    /// <summary>Lets a message go to the error queue only when it is unreadable or its failure is such that no repeat
    /// can help; every other is given back to the broker.</summary>
    internal static void RequeueUnless(
        this IReceiveEndpointConfigurator endpoint, Func<Exception, bool> isHopeless) => endpoint.ConfigureError(pipe =>
        {
            pipe.UseFilter(new RequeueFilter(isHopeless));
            pipe.UseFilter(new ErrorTransportFilter());
        });

    /// <summary>A failure and what caused it.</summary>
    internal static IEnumerable<Exception> Chain(this Exception failure)
    {
        for (var one = failure; one is not null; one = one.InnerException)
        {
            yield return one;
        }
    }
}
