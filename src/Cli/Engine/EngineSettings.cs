using Karton.Cli.Settings;
using Karton.Sdk;

namespace Karton.Cli.Engine;

/// <summary>How an engine is to run.</summary>
internal sealed record EngineSettings
{
    /// <summary>Which engine.</summary>
    public KartonEngine Kind { get; init; }

    /// <summary>All that is set.</summary>
    public KartonSettings Settings { get; init; } = KartonSettings.Empty;

    /// <summary>Where the embedded engine keeps everything; made when it is missing. <see langword="null"/>: in a
    /// temporary directory that goes with the engine.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>What this process runs of the distributed engine.</summary>
    public Parts Parts { get; init; }

    /// <summary>Whether a process of the distributed engine that hands samples in waits for what becomes of
    /// them.</summary>
    public bool ReadsLedger { get; init; } = true;

    /// <summary>Whether servers that are away are waited for without end. Otherwise a person waits for an
    /// answer.</summary>
    public bool IsPatient { get; init; }

    /// <summary>Whether the log tells every step and not only what went wrong.</summary>
    public bool IsVerbose { get; init; }

    /// <summary>Takes each line of the log, made fit for a terminal. Called from any thread.</summary>
    public Action<string> WriteLog { get; init; } = Console.Error.WriteLine;
}
