using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>How a delivery ended, and what it leaves.</summary>
internal sealed record DeliveryEnd(DeliveryStatus Status, int Attempts)
{
    internal string? Reason { get; init; }

    internal DeliveryError? Error { get; init; }

    internal Harvest Harvest { get; init; } = Harvest.Nothing;
}
