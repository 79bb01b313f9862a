using Karton.Contracts.Tracking;

namespace Karton.Tracking.Ledger;

/// <summary>A delivery while a batch is applied to it.</summary>
internal sealed class FoldedDelivery
{
    /// <summary>Whether the database has no row of it yet.</summary>
    internal bool IsNew { get; init; }

    internal DeliveryStatus? Status { get; private set; }

    /// <summary>The outcome that ended it within this batch; <see langword="null"/> when it is open or ended
    /// before.</summary>
    internal TaskOutcome? EndedBy { get; private set; }

    internal bool HasEnded => Status is not null;

    internal static FoldedDelivery FromDatabase(DeliveryStatus? status) => new() { Status = status };

    internal void End(TaskOutcome outcome)
    {
        Status = outcome.Status;
        EndedBy = outcome;
    }
}
