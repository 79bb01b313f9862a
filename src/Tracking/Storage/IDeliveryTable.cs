using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

internal interface IDeliveryTable
{
    /// <summary>Every delivery of these tasks, and how it ended if it did.</summary>
    ValueTask<IReadOnlyDictionary<DeliveryKey, DeliveryStatus?>> FindAsync(IReadOnlyCollection<TaskKey> tasks);

    ValueTask AddAsync(IReadOnlyCollection<DeliveryRow> rows);

    /// <summary>Writes how deliveries ended that are open.</summary>
    ValueTask EndAsync(IReadOnlyCollection<DeliveryRow> rows);

    /// <summary>Ends all that is open of an analysis in the same way; returns how many that were.</summary>
    ValueTask<int> EndOpenAsync(Guid analysisId, DeliveryStatus status, string reason, DateTimeOffset endedAt);

    /// <summary>Notes that an open delivery was sent again; <paramref name="counts"/> says whether as lost.</summary>
    ValueTask MarkSentAsync(DeliveryKey key, DateTimeOffset sentAt, bool counts);

    ValueTask<IReadOnlyList<OutcomePartRow>> LoadPartsAsync(IReadOnlyCollection<DeliveryKey> keys);

    ValueTask AddPartsAsync(IReadOnlyCollection<OutcomePartRow> rows);

    ValueTask RemovePartsAsync(IReadOnlyCollection<DeliveryKey> keys);

    /// <summary>Removes what is left of an analysis that has ended: parts of attempts that another one
    /// overtook.</summary>
    ValueTask RemovePartsAsync(IReadOnlyCollection<Guid> analysisIds);
}
