namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>A compressor of one stream.</summary>
internal interface ICodec
{
    /// <summary>How the names of its files usually end, each with what stays when that is taken off.</summary>
    IReadOnlyList<(string Ending, string Replacement)> Endings { get; }

    /// <summary>How much memory its decoder will take for its dictionary.</summary>
    long MemoryFor(Stream source);

    /// <summary>Opens the decoder.</summary>
    /// <param name="source">The compressed bytes, from the beginning.</param>
    /// <param name="memory">What <see cref="MemoryFor"/> told.</param>
    Stream Open(Stream source, long memory);

    /// <summary>The name of the file inside, if it is kept.</summary>
    string? ReadName(Stream source) => null;
}
