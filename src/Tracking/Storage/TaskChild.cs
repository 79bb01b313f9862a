namespace Karton.Tracking.Storage;

/// <summary>A task and the one that it came from.</summary>
internal readonly record struct TaskChild(Guid ParentId, Guid TaskId);
