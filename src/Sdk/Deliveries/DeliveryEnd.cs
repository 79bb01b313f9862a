using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>How a delivery ended, and what it leaves.</summary>
internal sealed record DeliveryEnd(Verdict Verdict, int Attempts)
{
    internal DeliveryEnd(DeliveryStatus status, int attempts)
        : this(new Verdict(status), attempts)
    {
    }

    internal DeliveryError? Error { get; init; }

    internal Harvest Harvest { get; init; } = Harvest.Nothing;
}
