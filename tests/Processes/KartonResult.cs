using System.Text.Json;

namespace Karton.Tests.Processes;

/// <summary>What a run of the program left: its exit code and all it wrote.</summary>
public sealed record KartonResult(int ExitCode, string Output, string Error)
{
    /// <summary>The JSON documents on standard output, one a line.</summary>
    public IReadOnlyList<JsonElement> Documents { get; } =
    [
        .. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.StartsWith('{'))
            .Select(line => JsonDocument.Parse(line).RootElement),
    ];
}
