using System.Globalization;
using System.Text;
using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>Describes why a delivery crashed: at most 16 KiB, without control characters.</summary>
internal static class Crash
{
    internal const string Error = "error";
    internal const string Timeout = "timeout";
    internal const string Lost = "lost";

    private const int MostBytes = 16 * 1024;
    private const int LongestType = 512;
    private const int LongestMessage = 4 * 1024;

    internal static DeliveryError Of(Exception exception, string reason = Error)
    {
        var type = CleanText.Of(exception.GetType().FullName ?? exception.GetType().Name, LongestType);
        var message = CleanText.Of(exception.Message, LongestMessage);
        var left = MostBytes - Encoding.UTF8.GetByteCount(type) - Encoding.UTF8.GetByteCount(message);
        return new DeliveryError
        {
            Reason = reason,
            Type = type,
            Message = message,
            Trace = exception.StackTrace is null ? null : CleanText.Of(Trace(exception), left),
        };
    }

    internal static DeliveryError OfTimeout(TimeSpan limit, Exception thrown)
    {
        var heeded = thrown is ConsumerAbandonedException ? $" {thrown.Message}" : "";
        return Of(thrown, Timeout) with
        {
            Message = string.Create(
                CultureInfo.InvariantCulture, $"It took longer than {limit.TotalSeconds:0.###} s.{heeded}"),
        };
    }

    internal static DeliveryError OfLost(int processes) => new()
    {
        Reason = Lost,
        Message = string.Create(
            CultureInfo.InvariantCulture,
            $"It was given to {processes} processes, each of which ended or lost its connection before it was done."),
    };

    private static string Trace(Exception exception)
    {
        var trace = new StringBuilder(exception.StackTrace);
        for (var cause = exception.InnerException; cause is not null; cause = cause.InnerException)
        {
            trace.Append("\ncaused by ").Append(cause.GetType()).Append(": ").Append(cause.Message)
                .Append('\n').Append(cause.StackTrace);
        }

        return trace.ToString();
    }
}
