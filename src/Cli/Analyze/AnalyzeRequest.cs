using Karton.Cli.Settings;
using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Gateway.Submissions;

namespace Karton.Cli.Analyze;

/// <summary>What <c>karton analyze</c> or <c>karton submit</c> was asked to do.</summary>
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

    public SettingsRequest Settings { get; init; } = new();

    /// <summary>What is said about one of the samples.</summary>
    public SampleSubmission ToSubmission(string name, DateTimeOffset now) => new()
    {
        Name = name,
        Headers = Headers,
        Passwords = Passwords,
        Priority = Priority,
        Deadline = now + Timeout,
    };
}
