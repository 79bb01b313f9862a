using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

internal interface ITaskTable
{
    /// <summary>Those of the tasks that exist, and why each was skipped if it was.</summary>
    ValueTask<IReadOnlyDictionary<TaskKey, string?>> FindAsync(IReadOnlyCollection<TaskKey> keys);

    ValueTask AddAsync(IReadOnlyCollection<TaskRow> rows);

    /// <summary>Notes what objects an analysis needs; what is noted already stays.</summary>
    ValueTask AddReferencesAsync(IReadOnlyCollection<ResourceRefRow> rows);
}
