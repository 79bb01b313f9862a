namespace Karton.Contracts.Services;

/// <summary>A delivery that an instance is working on.</summary>
public sealed record DeliveryInWork
{
    /// <summary>The analysis.</summary>
    public required Guid AnalysisId { get; init; }

    /// <summary>The task.</summary>
    public required Guid TaskId { get; init; }

    /// <summary>When the instance began with it.</summary>
    public required DateTimeOffset StartedAt { get; init; }
}
