using Karton.Tracking.Analyses;
using Karton.Tracking.Outbox;
using Karton.Tracking.Reconciling;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking;

/// <summary>What one process at a time does for the ledger besides recording: sends out its messages, watches over
/// deadlines, looks for what was lost.</summary>
internal sealed partial class BackgroundLoops(
    OutboxDispatcher outbox,
    DeadlineWatch deadlines,
    Reconciler reconciler,
    TimeProvider time,
    ILogger<BackgroundLoops> logger)
{
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    /// <summary>Runs until cancelled, and ends then without an exception.</summary>
    internal Task RunAsync(CancellationToken cancellationToken) =>
        RunAsync(_ => Task.CompletedTask, cancellationToken);

    /// <summary>Runs until cancelled; nothing is looked for before <paramref name="first"/> is done.</summary>
    internal Task RunAsync(Func<CancellationToken, Task> first, CancellationToken cancellationToken) => Task.WhenAll(
        KeepAsync(outbox.RunAsync, cancellationToken),
        KeepAsync(deadlines.RunAsync, cancellationToken),
        KeepAsync(
            async token =>
            {
                await first(token);
                await reconciler.RunAsync(token);
            },
            cancellationToken));

    private Task KeepAsync(Func<CancellationToken, Task> run, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                var pause = TimeSpan.Zero;
                while (!cancellationToken.IsCancellationRequested)
                {
                    try
                    {
                        await Task.Delay(pause, time, cancellationToken);
                        await run(cancellationToken);
                    }
                    catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
                    {
                        // Another process goes on, or the next one; what is left is in the database.
                    }
                    // Whatever it is: without these loops analyses would have no end. All of them can begin anew.
                    catch (Exception e)
                    {
                        LoopFailed(e);
                        pause = PauseAfterFailure;
                    }
                }
            },
            CancellationToken.None);

    [LoggerMessage(3050, LogLevel.Error, "A loop of the ledger failed and begins anew")]
    private partial void LoopFailed(Exception failure);
}
