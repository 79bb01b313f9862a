namespace Karton.Tracking.Storage;

/// <summary>Where a task stands in the tree of its analysis.</summary>
internal readonly record struct TaskPlace(Guid TaskId, Guid? ParentId, string? Origin, int Generation, long Ordinal);
