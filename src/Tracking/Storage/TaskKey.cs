namespace Karton.Tracking.Storage;

internal readonly record struct TaskKey(Guid AnalysisId, Guid TaskId);
