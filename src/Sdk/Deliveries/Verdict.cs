using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>How a delivery ends, and a sentence on why.</summary>
internal sealed record Verdict(DeliveryStatus Status, string Reason);
