namespace Karton.Services.Unpacker.Extraction;

/// <summary>An archive and what helps to open it.</summary>
internal sealed record ArchiveToUnpack
{
    /// <summary>The bytes; must be able to seek.</summary>
    public required Stream Content { get; init; }

    /// <summary>What it is called; what is inside a compressed file is named after it.</summary>
    public required string Name { get; init; }

    /// <summary>Its usual extension, lower case, without a dot, where it is known: a hint only.</summary>
    public string? Extension { get; init; }

    /// <summary>What to try on encrypted entries, best first; at least one.</summary>
    public required IReadOnlyList<string> Passwords { get; init; }
}
