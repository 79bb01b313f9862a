using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

internal interface IOutboxTable
{
    ValueTask AddAsync(IReadOnlyCollection<OutboxRow> rows);

    ValueTask RemoveAsync(IReadOnlyCollection<long> sequences);
}
