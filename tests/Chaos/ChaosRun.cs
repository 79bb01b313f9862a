using System.Diagnostics;
using Karton.Chaos.Faults;

namespace Karton.Chaos;

/// <summary>Lets one fault strike again and again while analyses are handed in, then waits until all have come to
/// their end, and draws the balance.</summary>
internal static class ChaosRun
{
    /// <summary>How long everything may take to come to its end once nothing fails any more.</summary>
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(200);

    internal static async Task<Verdict> RunAsync(
        Stage stage, Fault fault, TimeSpan time, CancellationToken cancellationToken)
    {
        var before = stage.Submitter.Accepted.Count;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var submitting = stage.Submitter.RunAsync(ending.Token);
        var clock = Stopwatch.StartNew();
        var injected = 0;
        do
        {
            await Task.Delay(fault.Pause, cancellationToken);
            await fault.StrikeAsync(stage, cancellationToken);
            injected++;
        }
        while (clock.Elapsed < time);

        var recovery = Stopwatch.StartNew();
        await ending.CancelAsync();
        await submitting;
        await WaitForQuietAsync(stage, recovery, cancellationToken);
        var recovered = recovery.Elapsed;
        var accepted = stage.Submitter.Accepted.Skip(before).ToList();
        var balance = await stage.Account.CloseAsync(accepted, cancellationToken);
        return new Verdict(fault.Title, injected, balance, recovered, await stage.DescribeAsync(cancellationToken));
    }

    private static async Task WaitForQuietAsync(Stage stage, Stopwatch recovery, CancellationToken cancellationToken)
    {
        // An analysis is known before its submission returns only where nothing fails: the queue may still hold some.
        while (recovery.Elapsed < Bound)
        {
            if (await stage.IsQuietAsync(cancellationToken))
            {
                return;
            }

            await Task.Delay(LookInterval, cancellationToken);
        }
    }
}
