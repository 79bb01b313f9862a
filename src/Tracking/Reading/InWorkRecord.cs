namespace Karton.Tracking.Reading;

/// <summary>A delivery that an instance works on.</summary>
public sealed record InWorkRecord
{
    public required Guid AnalysisId { get; init; }

    public required Guid TaskId { get; init; }

    /// <summary>How long it has worked on it.</summary>
    public required TimeSpan For { get; init; }
}
