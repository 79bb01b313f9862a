namespace Karton.Contracts.Analyses;

/// <summary>What one analysis may use. A task that exceeds it is recorded as skipped, never silently dropped.</summary>
public sealed record AnalysisBudget
{
    /// <summary>The most tasks one analysis may have. Default 200,000; at least 1.</summary>
    public int MaxTasks { get; init; } = 200_000;

    /// <summary>The deepest a task may lie below the root. Default 64; at least 0.</summary>
    public int MaxDepth { get; init; } = 64;
}
