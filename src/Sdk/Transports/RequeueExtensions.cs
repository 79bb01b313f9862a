using MassTransit;
using MassTransit.Middleware;

namespace Karton.Sdk.Transports;

/// <summary>Keeps messages out of error queues.</summary>
public static class RequeueExtensions
{
    /// <summary>Lets a message go to the error queue only when it can never be read or its failure is such that no
    /// repeat can help; every other is given back to the broker, which must be one that delivers again.</summary>
    /// <param name="endpoint">The queue.</param>
    /// <param name="isHopeless">Whether no repeat can help, by the failure and what caused it, in that order.</param>
    public static void RequeueUnless(
        this IReceiveEndpointConfigurator endpoint, Func<IEnumerable<Exception>, bool> isHopeless)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        ArgumentNullException.ThrowIfNull(isHopeless);
        endpoint.ConfigureError(pipe =>
        {
            pipe.UseFilter(new RequeueFilter(isHopeless));
            pipe.UseFilter(new ErrorTransportFilter());
        });
    }
}
