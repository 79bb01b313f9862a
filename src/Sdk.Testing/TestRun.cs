using Karton.Contracts;
using Karton.Contracts.Tracking;

namespace Karton.Sdk.Testing;

/// <summary>What came of one task.</summary>
public sealed record TestRun
{
    /// <summary>The whole outcome, its parts joined.</summary>
    public required TaskOutcome Outcome { get; init; }

    /// <summary>How the delivery ended.</summary>
    public DeliveryStatus Status => Outcome.Status;

    /// <summary>The tasks that the service published, as they would have been sent, in their order.</summary>
    public IReadOnlyList<KartonTask> Children => Outcome.Children;

    /// <summary>What the service refused to work on.</summary>
    public IReadOnlyList<Refusal> Refusals => Outcome.Refusals;

    /// <summary>Why it crashed; <see langword="null"/> unless it did.</summary>
    public DeliveryError? Error => Outcome.Error;

    /// <summary>Returns this run if the service finished, so that a test that expects success shows why there was
    /// none.</summary>
    /// <exception cref="InvalidOperationException">The delivery ended otherwise; the message holds the reason or the
    /// crash with its trace.</exception>
    public TestRun EnsureFinished() => Status == DeliveryStatus.Finished
        ? this
        : throw new InvalidOperationException(
            $"{Outcome.Identity} ended as {Status}: {Error?.Type} {Error?.Message ?? Outcome.Reason}\n{Error?.Trace}");
}
