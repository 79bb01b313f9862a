namespace Karton.Tracking.Storage.Model;

/// <summary>When an analysis is to be stopped unless it has ended.</summary>
internal sealed class DeadlineRow
{
    public required Guid AnalysisId { get; init; }

    public required DateTimeOffset DueAt { get; init; }
}
