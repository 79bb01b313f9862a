namespace Karton.Services.Unpacker.Extraction;

/// <summary>One file in an archive, ready to be read.</summary>
internal sealed record Entry
{
    /// <summary>What the archive calls it.</summary>
    public required string Name { get; init; }

    /// <summary>Opens the decoder; disposed by whoever opens it.</summary>
    public required Func<Stream> Open { get; init; }

    /// <summary>The size that the archive declares; <see langword="null"/> when it does not.</summary>
    public long? Size { get; init; }

    /// <summary>The CRC-32 that the archive declares; <see langword="null"/> when it does not.</summary>
    public uint? Crc { get; init; }

    /// <summary>How much memory the decoder will take for its dictionary.</summary>
    public long Memory { get; init; }

    /// <summary>Whether its compressed bytes are its own, so that its growth can be told by itself. In a solid archive
    /// a decoder has read far ahead when an entry begins, and only the archive as a whole has a ratio.</summary>
    public bool StandsAlone { get; init; }

    /// <summary>Whether it is read from a <see cref="CountedStream"/>, which has counted its bytes already.</summary>
    public bool IsPart { get; init; }

    /// <summary>Whether it is only tried, with a password that may be the wrong one.</summary>
    public bool IsTrial { get; init; }

    /// <summary>Called before the decoder is disposed when it is not read to its end.</summary>
    public Action? Abandon { get; init; }
}
