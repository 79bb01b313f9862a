using Microsoft.Extensions.Logging;

namespace Karton.Sdk.Stores.S3;

/// <summary>Does something again that failed in a way that may pass, after pauses that grow.</summary>
internal sealed partial class S3Attempts(S3Faults faults, TimeSpan firstPause, TimeProvider time, ILogger logger)
{
    private const int Limit = 6;

    /// <exception cref="IOException">It was given up; later it may work.</exception>
    internal Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> operation, CancellationToken cancellationToken) =>
        RunAsync(operation, S3Connection.StallLimit, cancellationToken);

    /// <exception cref="IOException">It was given up; later it may work.</exception>
    internal async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> operation, TimeSpan limit, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stop.CancelAfter(limit);
            try
            {
                return await operation(stop.Token);
            }
            catch (Exception e) when (S3Faults.MayPass(e) && attempt < Limit
                && !cancellationToken.IsCancellationRequested)
            {
                await PauseAsync(attempt, e, cancellationToken);
            }
            catch (Exception e) when (e is not S3Exception { IsMissing: true }
                && !cancellationToken.IsCancellationRequested)
            {
                throw faults.ForCallers(e);
            }
            catch (Exception e) when (e is not OperationCanceledException and not S3Exception { IsMissing: true })
            {
                // A request that is cut by a cancellation ends in many ways.
                cancellationToken.ThrowIfCancellationRequested();
                throw;
            }
        }
    }

    internal async Task PauseAsync(int attempt, Exception fault, CancellationToken cancellationToken)
    {
        // Many processes lose the same server at the same moment, and should not all come back at the same.
        var pause = firstPause * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble());
        Retrying(faults.Describe(fault), pause.TotalSeconds);
        await Task.Delay(pause, time, cancellationToken);
    }

    internal static bool IsSpent(int attempt) => attempt >= Limit;

    [LoggerMessage(1090, LogLevel.Warning, "{Fault} Trying again in {Seconds:0.0} s")]
    private partial void Retrying(string fault, double seconds);
}
