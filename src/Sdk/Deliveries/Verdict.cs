using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;

namespace Karton.Sdk.Deliveries;

/// <summary>How a delivery ends, and a sentence on why where that does not say it.</summary>
internal sealed record Verdict(DeliveryStatus Status, string? Reason = null)
{
    /// <summary>How deliveries of an analysis end that was stopped.</summary>
    internal static Verdict OfStopped(AnalysisState state) => state == AnalysisState.Expired
        ? new(DeliveryStatus.Expired, "The time of the analysis was over.")
        : new(DeliveryStatus.Cancelled, "The analysis was cancelled.");
}
