using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Cli.Analyze;

/// <summary>What <c>karton analyze</c> was asked to do.</summary>
internal sealed record AnalyzeRequest
{
    public required IReadOnlyList<string> Paths { get; init; }

    public string? DataDirectory { get; init; }

    public bool IsJson { get; init; }

    public bool ShowsAll { get; init; }

    public bool IsVerbose { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TaskPriority Priority { get; init; } = TaskPriority.Normal;

    public DataMap Headers { get; init; } = DataMap.Empty;

    public IReadOnlyList<string> Passwords { get; init; } = [];
}
