namespace Karton.Cli.Engine;

/// <summary>How an engine is to run.</summary>
internal sealed record EngineSettings
{
    /// <summary>Where everything is kept; made when it is missing. <see langword="null"/>: in a temporary directory
    /// that goes with the engine.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Whether the log tells every step and not only what went wrong.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Takes each line of the log, made fit for a terminal. Called from any thread.</summary>
    public Action<string> WriteLog { get; init; } = Console.Error.WriteLine;
}
