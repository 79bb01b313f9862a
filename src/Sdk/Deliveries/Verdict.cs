using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>What becomes of a task at the gate.</summary>
internal sealed record Verdict
{
    private Verdict()
    {
    }

    /// <summary>Its consumer gets it.</summary>
    internal static Verdict Run { get; } = new();

    /// <summary>It is not for this service: forgotten without an outcome.</summary>
    internal static Verdict Ignore { get; } = new() { IsIgnored = true };

    internal bool IsIgnored { get; private init; }

    /// <summary>How its delivery ends without the consumer; <see langword="null"/> when it does not.</summary>
    internal DeliveryStatus? Status { get; private init; }

    internal string? Reason { get; private init; }

    internal static Verdict End(DeliveryStatus status, string reason) =>
        new() { Status = status, Reason = CleanText.Of(reason, 1024) };
}
