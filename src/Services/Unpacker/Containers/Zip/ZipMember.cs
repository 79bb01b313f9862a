namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>A file as a zip's directory lists it.</summary>
internal sealed record ZipMember
{
    private const int UnixFileType = 0xF000;
    private const int UnixLink = 0xA000;
    private const int MadeOnUnix = 3;
    private const int MadeOnMac = 19;

    public required string Name { get; init; }

    public required ZipFlags Flags { get; init; }

    public required ZipMethod Method { get; init; }

    public required ushort Time { get; init; }

    public required uint Crc { get; init; }

    public required long CompressedSize { get; init; }

    public required long Size { get; init; }

    /// <summary>Where its local header is.</summary>
    public required long HeaderOffset { get; init; }

    /// <summary>How it is encrypted with AES; <see langword="null"/> when it is not.</summary>
    public WinZipAesField? Aes { get; init; }

    /// <summary>The system that made the entry.</summary>
    public int MadeOn { get; init; }

    public uint Attributes { get; init; }

    /// <summary>Where its data must end: at the next header or the directory.</summary>
    public long Bound { get; set; }

    /// <summary>Whether another member before it has the same local header.</summary>
    public bool SharesHeader { get; set; }

    public bool IsEncrypted => Flags.HasFlag(ZipFlags.Encrypted);

    /// <summary>A name that ends in a slash is a directory, unless it has contents: they would be hidden.</summary>
    public bool IsDirectory => Size == 0 && (Name.EndsWith('/') || Name.EndsWith('\\'));

    public bool IsLink =>
        MadeOn is MadeOnUnix or MadeOnMac && ((Attributes >> 16) & UnixFileType) == UnixLink;
}
