using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Gateway.Submissions;

/// <summary>What is said about a sample when it is handed in.</summary>
public sealed record SampleSubmission
{
    /// <summary>What the sample is called: data, never a path.</summary>
    public required string Name { get; init; }

    /// <summary>Headers of the root task besides <c>type=sample</c> and <c>kind=raw</c>, or instead of them.</summary>
    public DataMap Headers { get; init; } = DataMap.Empty;

    /// <summary>Passwords to try on archives, in the whole tree.</summary>
    public IReadOnlyList<string> Passwords { get; init; } = [];

    /// <summary>How urgent it is.</summary>
    public TaskPriority Priority { get; init; } = TaskPriority.Normal;

    /// <summary>When work on it no longer makes sense; <see langword="null"/> for never.</summary>
    public DateTimeOffset? Deadline { get; init; }
}
