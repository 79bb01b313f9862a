using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Submission;

/// <summary>
/// Sends with a time limit and tries again. On a connection that is cut under load, a publish of MassTransit may
/// neither return nor throw, even with a cancelled token: so the wait is limited, not only the token.
/// </summary>
internal sealed partial class PatientSender(
    IOptions<KartonOptions> options, TimeProvider time, ILogger<PatientSender> logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    // A timer for each of many thousand sends a second would cost more than to keep those that were not needed.
    private readonly ConcurrentBag<CancellationTokenSource> _limits = [];

    /// <summary>Sends until it works.</summary>
    /// <exception cref="TimeoutException">The last try took too long.</exception>
    internal async Task<T> SendAsync<T>(
        string what, Func<CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendOnceAsync(what, send, options.Value.SendTimeout, cancellationToken);
            }
            catch (Exception e) when (
                attempt <= options.Value.SendRetryLimit && !cancellationToken.IsCancellationRequested)
            {
                // Transports throw exceptions of their own kinds; a repeat is harmless for all that is sent here.
                var pause = FirstPause * (1 << Math.Min(attempt - 1, 6));
                SendingAgain(what, attempt, pause, e.Message);
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    /// <inheritdoc cref="SendAsync{T}"/>
    internal Task SendAsync(string what, Func<CancellationToken, Task> send, CancellationToken cancellationToken) =>
        SendAsync(what, Valued(send), cancellationToken);

    /// <inheritdoc cref="SendOnceAsync{T}"/>
    internal Task SendOnceAsync(string what, Func<CancellationToken, Task> send, CancellationToken cancellationToken) =>
        SendOnceAsync(what, Valued(send), options.Value.SendTimeout, cancellationToken);

    /// <summary>Sends once, within a shorter time than usual.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    internal Task SendOnceAsync(
        string what,
        Func<CancellationToken, Task> send,
        TimeSpan most,
        CancellationToken cancellationToken) =>
        SendOnceAsync(
            what,
            Valued(send),
            most < options.Value.SendTimeout ? most : options.Value.SendTimeout,
            cancellationToken);

    /// <summary>Sends once.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    private async Task<T> SendOnceAsync<T>(
        string what, Func<CancellationToken, Task<T>> send, TimeSpan most, CancellationToken cancellationToken)
    {
        var limit = TakeLimit();
        limit.CancelAfter(most);
        try
        {
            await using var registration = cancellationToken.UnsafeRegister(
                source => ((CancellationTokenSource)source!).Cancel(), limit);
            return await send(limit.Token).WaitAsync(limit.Token);
        }
        catch (OperationCanceledException e)
            when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException(
                $"Sending {what} took longer than {most.TotalSeconds:0.###} s.", e);
        }
        finally
        {
            GiveBack(limit);
        }
    }

    private CancellationTokenSource TakeLimit() =>
        _limits.TryTake(out var limit) ? limit : new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);

    private void GiveBack(CancellationTokenSource limit)
    {
        if (limit.TryReset())
        {
            _limits.Add(limit);
        }
        else
        {
            limit.Dispose();
        }
    }

    private static Func<CancellationToken, Task<bool>> Valued(Func<CancellationToken, Task> send) => async token =>
    {
        await send(token);
        return true;
    };

    [LoggerMessage(1020, LogLevel.Warning,
        "Sending {What} failed at attempt {Attempt} and is tried again in {Pause}: {Reason}")]
    private partial void SendingAgain(string what, int attempt, TimeSpan pause, string reason);
}
