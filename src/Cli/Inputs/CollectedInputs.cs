namespace Karton.Cli.Inputs;

/// <summary>What the paths of a command line have come to. The texts are fit for a terminal.</summary>
internal sealed record CollectedInputs
{
    /// <summary>The files, each once, in the order of the paths and by name within a directory.</summary>
    public required IReadOnlyList<InputFile> Files { get; init; }

    /// <summary>What is wrong with paths that were named: nothing is to be submitted.</summary>
    public required IReadOnlyList<string> Faults { get; init; }

    /// <summary>What cannot be read inside directories: the rest can be submitted, but not all is well.</summary>
    public required IReadOnlyList<string> Unreadable { get; init; }

    /// <summary>What was left out on purpose.</summary>
    public required IReadOnlyList<string> Notes { get; init; }
}
