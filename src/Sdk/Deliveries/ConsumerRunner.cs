using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Tracking;
using Karton.Sdk.Work;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Karton.Sdk.Deliveries;

/// <summary>Runs a consumer on one delivery: within its time, again after a fault that a repeat may cure, and to an
/// end of which something can be said.</summary>
internal sealed partial class ConsumerRunner(
    IValidator<KartonTask> validator,
    IOptions<KartonOptions> options,
    TimeProvider time,
    ILogger<ConsumerRunner> logger)
{
    /// <summary>Runs the consumer.</summary>
    /// <exception cref="DeliveryInterruptedException">The process stops, or its connection is gone: the delivery has
    /// to be made again.</exception>
    internal async Task<DeliveryEnd> RunAsync(
        Delivery delivery, WorkItem work, ConsumeContext<KartonTask> context, IPipe<ConsumeContext<KartonTask>> next)
    {
        for (var number = 1; ; number++)
        {
            var attempt = new Attempt(delivery, options.Value.MaxDepth, validator);
            using var scope = logger.BeginScope(new DeliveryLogScope(delivery, number));
            var thrown = await RunOnceAsync(attempt, context, next, work.Token);
            var harvest = attempt.Seal();
            if (thrown is null)
            {
                return Stopped(work, number) ?? new DeliveryEnd(DeliveryStatus.Finished, number) { Harvest = harvest };
            }

            if (MayRepeat(thrown, number) && !work.Token.IsCancellationRequested)
            {
                var pause = Pause(number);
                Retrying(thrown, delivery.Service.Identity, delivery.Task.TaskId, number, pause);
                await WaitAsync(pause, work.Token);
                if (!work.Token.IsCancellationRequested)
                {
                    continue;
                }
            }

            if (context.CancellationToken.IsCancellationRequested)
            {
                throw new DeliveryInterruptedException(
                    $"{delivery.Service.Identity} was stopped while it worked on task {delivery.Task.TaskId}.", thrown);
            }

            return Stopped(work, number) ?? new DeliveryEnd(DeliveryStatus.Crashed, number)
            {
                Error = Describe(thrown, delivery, work, number),
                Harvest = new Harvest([], harvest.Refusals),
            };
        }
    }

    private static DeliveryEnd? Stopped(WorkItem work, int number) => work.Stopped is { } state
        ? new DeliveryEnd(Verdict.OfStopped(state), number)
        : null;

    private bool MayRepeat(Exception thrown, int number) =>
        number <= options.Value.RetryLimit && TransientFaults.Include(thrown);

    private DeliveryError Describe(Exception thrown, Delivery delivery, WorkItem work, int number)
    {
        // Neither its message nor its analysis was cancelled, so it was the time.
        if (work.Token.IsCancellationRequested && delivery.Service.Timeout is { } limit)
        {
            TimedOut(thrown, delivery.Service.Identity, delivery.Task.TaskId, number, limit);
            return Crash.OfTimeout(limit, thrown);
        }

        HasCrashed(thrown, delivery.Service.Identity, delivery.Task.TaskId, number);
        return Crash.Of(thrown);
    }

    private async Task<Exception?> RunOnceAsync(
        Attempt attempt,
        ConsumeContext<KartonTask> context,
        IPipe<ConsumeContext<KartonTask>> next,
        CancellationToken cancellationToken)
    {
        using var abandonment = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        await using var registration = cancellationToken.UnsafeRegister(
            _ => abandonment.CancelAfter(options.Value.CancellationGrace), null);

        // On a thread of its own: a consumer that blocks without ever awaiting must not block its own time limit.
        var run = Task.Run(
            () =>
            {
                Attempt.Current = attempt;
                return next.Send(new AttemptContext(context, attempt, cancellationToken));
            },
            CancellationToken.None);
        try
        {
            await run.WaitAsync(abandonment.Token);
            return null;
        }
        catch (OperationCanceledException e) when (!run.IsCompleted && e.CancellationToken == abandonment.Token)
        {
            Abandoned(
                attempt.Delivery.Service.Identity, attempt.Delivery.Task.TaskId, options.Value.CancellationGrace);
            _ = ObserveAsync(run, attempt.Delivery);
            return new ConsumerAbandonedException();
        }
        catch (Exception e)
        {
            // A consumer may throw anything; all of it is this delivery's end and is told to the ledger.
            return attempt.Thrown ?? e;
        }
    }

    private async Task ObserveAsync(Task run, Delivery delivery)
    {
        try
        {
            await run;
            ReturnedLate(null, delivery.Service.Identity, delivery.Task.TaskId);
        }
        catch (Exception e)
        {
            // The delivery has long ended; the log is all that can still be told.
            ReturnedLate(e, delivery.Service.Identity, delivery.Task.TaskId);
        }
    }

    private TimeSpan Pause(int number)
    {
        var factor = 1L << Math.Min(number - 1, 30);
        var pause = options.Value.RetryInterval.Ticks > TimeSpan.MaxValue.Ticks / factor
            ? options.Value.MaxRetryInterval
            : options.Value.RetryInterval * factor;
        return pause < options.Value.MaxRetryInterval ? pause : options.Value.MaxRetryInterval;
    }

    private async Task WaitAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(pause, time, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // What cancelled the wait decides how the delivery ends.
        }
    }

    [LoggerMessage(1010, LogLevel.Warning,
        "{Identity} failed on task {TaskId} at attempt {Attempt} and is run again in {Pause}")]
    private partial void Retrying(Exception exception, string identity, Guid taskId, int attempt, TimeSpan pause);

    [LoggerMessage(1011, LogLevel.Error, "{Identity} crashed on task {TaskId} at attempt {Attempt}")]
    private partial void HasCrashed(Exception exception, string identity, Guid taskId, int attempt);

    [LoggerMessage(1012, LogLevel.Error,
        "{Identity} exceeded its time of {Limit} on task {TaskId} at attempt {Attempt}")]
    private partial void TimedOut(Exception exception, string identity, Guid taskId, int attempt, TimeSpan limit);

    [LoggerMessage(1013, LogLevel.Error,
        "{Identity} did not heed its cancellation token on task {TaskId} for {Grace} and is left to itself")]
    private partial void Abandoned(string identity, Guid taskId, TimeSpan grace);

    [LoggerMessage(1014, LogLevel.Warning,
        "{Identity} returned from task {TaskId} after it had been left to itself")]
    private partial void ReturnedLate(Exception? exception, string identity, Guid taskId);
}
