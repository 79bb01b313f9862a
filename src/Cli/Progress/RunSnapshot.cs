namespace Karton.Cli.Progress;

/// <summary>How far a run has come at one moment.</summary>
internal sealed record RunSnapshot
{
    public required int Files { get; init; }

    public required int Done { get; init; }

    public required long Ended { get; init; }

    public required long Declared { get; init; }

    public required int Crashed { get; init; }

    public required int Refused { get; init; }

    public required double PerSecond { get; init; }

    public required IReadOnlyList<RunningAnalysis> Running { get; init; }

    public required int AlsoRunning { get; init; }
}
