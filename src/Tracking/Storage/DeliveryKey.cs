namespace Karton.Tracking.Storage;

internal readonly record struct DeliveryKey(Guid AnalysisId, Guid TaskId, string Identity, int Generation)
{
    public TaskKey Task => new(AnalysisId, TaskId);
}
