using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

/// <summary>What the ledger has of what a batch touches.</summary>
/// <param name="Analyses">Those of the analyses that there are.</param>
/// <param name="Tasks">Those of the tasks that there are, each with the reason why it was skipped, if it was.</param>
/// <param name="Deliveries">All deliveries of the tasks that were asked for, each with how it ended, if it has.</param>
internal sealed record LedgerRows(
    IReadOnlyList<AnalysisRow> Analyses,
    IReadOnlyDictionary<TaskKey, string?> Tasks,
    IReadOnlyDictionary<DeliveryKey, DeliveryStatus?> Deliveries);
