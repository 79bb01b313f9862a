namespace Karton.Tracking.Reading;

/// <summary>What an analysis waits for.</summary>
public sealed record AnalysisExplanation
{
    public required AnalysisRecord Analysis { get; init; }

    /// <summary>How many deliveries are open.</summary>
    public required int Open { get; init; }

    /// <summary>The first of them, the longest open ones first.</summary>
    public IReadOnlyList<OpenDeliveryRecord> Deliveries { get; init; } = [];
}
