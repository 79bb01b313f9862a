namespace Karton.Cli.Engine;

/// <summary>How an engine is to run.</summary>
internal sealed record EngineSettings
{
    /// <summary>Where everything is kept; made when it is missing. <see langword="null"/>: in a temporary directory that
    /// goes with the engine.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether the log tells every step and not only what went wrong. It goes to standard error.</summary>
    public bool IsVerbose { get; init; }
}
