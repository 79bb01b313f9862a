namespace Karton.Tracking.Storage.Model;

/// <summary>One task: what queries need, and the whole of it as JSON.</summary>
internal sealed class TaskRow
{
    public required Guid AnalysisId { get; init; }

    public required Guid TaskId { get; init; }

    public Guid? ParentId { get; init; }

    /// <summary>The service whose delivery declared it; <see langword="null"/> for a root.</summary>
    public string? Origin { get; init; }

    /// <summary>The generation of that delivery.</summary>
    public int Generation { get; init; }

    /// <summary>Its place among the tasks of that delivery.</summary>
    public long Ordinal { get; init; }

    /// <summary>Why it was given to no service although some may want it.</summary>
    public string? SkippedBecause { get; init; }

    public required byte[] Body { get; init; }
}
