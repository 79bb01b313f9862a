using Karton.Sdk;

namespace Karton.Cli.Settings;

/// <summary>What a command line says about settings.</summary>
internal sealed record SettingsRequest
{
    /// <summary>The file of <c>--config</c>.</summary>
    public string? ConfigFile { get; init; }

    /// <summary>Whether the named file may be missing, for it is about to be written.</summary>
    public bool IsFileOptional { get; init; }

    /// <summary>Each <c>--set</c>, relative to the section.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Sets { get; init; } = [];

    /// <summary>The engine of <c>--engine</c>.</summary>
    public KartonEngine? Engine { get; init; }
}
