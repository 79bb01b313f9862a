using System.Data.Common;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;

namespace Karton.Sdk.Deliveries;

/// <summary>Knows which faults a repeat may cure: those of network, store and database, and what an author marks as
/// such.</summary>
internal static class TransientFaults
{
    internal static bool Include(Exception exception)
    {
        for (var fault = exception; fault is not null; fault = fault.InnerException)
        {
            switch (fault)
            {
                case FileNotFoundException or DirectoryNotFoundException or DriveNotFoundException
                    or PathTooLongException or EndOfStreamException or RegexMatchTimeoutException:
                case HttpRequestException { StatusCode: { } status } when IsFinal(status):
                    return false;
                case TransientException or HttpRequestException or SocketException or TimeoutException or IOException:
                case DbException { IsTransient: true }:
                    return true;
                case AggregateException { InnerExceptions.Count: > 1 } several:
                    return several.InnerExceptions.All(Include);
                default:
                    break;
            }
        }

        return false;
    }

    private static bool IsFinal(HttpStatusCode status) =>
        (int)status is >= 400 and < 500
        && status is not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests);
}
