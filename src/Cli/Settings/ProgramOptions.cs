using Karton.Sdk;

namespace Karton.Cli.Settings;

/// <summary>What the program is told besides what its parts are; read from the section <c>Karton</c>.</summary>
internal sealed class ProgramOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "Karton";

    /// <summary>The engine that commands use. Default: embedded; <c>karton run</c> takes the distributed one.</summary>
    public KartonEngine? Engine { get; set; }
}
