using System.Buffers.Binary;
using Karton.Services.Unpacker.Containers.Tar;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>Tells the format by the contents. The extension only decides where the contents leave it open.</summary>
internal static class FormatDetector
{
    private const int HeadLength = 512;

    /// <summary>Longest first where one begins like another.</summary>
    private static readonly (ArchiveFormat Format, int Offset, byte[] Signature)[] Signatures =
    [
        (ArchiveFormat.Zip, 0, "PK\u0003\u0004"u8.ToArray()),
        (ArchiveFormat.Zip, 0, "PK\u0005\u0006"u8.ToArray()),
        (ArchiveFormat.Zip, 0, "PK\u0007\u0008"u8.ToArray()),
        (ArchiveFormat.SevenZip, 0, [(byte)'7', (byte)'z', 0xBC, 0xAF, 0x27, 0x1C]),
        (ArchiveFormat.Rar, 0, "Rar!\u001A\u0007"u8.ToArray()),
        (ArchiveFormat.Gzip, 0, [0x1F, 0x8B, 8]),
        (ArchiveFormat.Bzip2, 0, "BZh"u8.ToArray()),
        (ArchiveFormat.Xz, 0, [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]),
        (ArchiveFormat.Lzip, 0, "LZIP"u8.ToArray()),
        (ArchiveFormat.Lzw, 0, [0x1F, 0x9D]),
        (ArchiveFormat.Cab, 0, "MSCF"u8.ToArray()),
        (ArchiveFormat.Cpio, 0, "070701"u8.ToArray()),
        (ArchiveFormat.Cpio, 0, "070702"u8.ToArray()),
        (ArchiveFormat.Cpio, 0, "070707"u8.ToArray()),
        (ArchiveFormat.Ace, 7, "**ACE**"u8.ToArray()),
    ];

    private static readonly byte[] ArjSignature = [0x60, 0xEA];

    /// <summary>Tells the format.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="extension">Its usual extension, lower case, without a dot, where it is known.</param>
    public static ArchiveFormat Detect(Stream source, string? extension)
    {
        var head = new byte[HeadLength];
        source.Position = 0;
        var length = source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var format = Detect(head.AsSpan(0, length), extension);
        return format is ArchiveFormat.Unknown && extension is "zip" && length > 0 ? ArchiveFormat.Zip : format;
    }

    private static ArchiveFormat Detect(ReadOnlySpan<byte> head, string? extension)
    {
        // A tar begins with a file name, which may look like anything; its checksum cannot.
        if (TarHeader.IsHeader(head))
        {
            return ArchiveFormat.Tar;
        }

        foreach (var (format, offset, signature) in Signatures)
        {
            if (head.Length > offset && head[offset..].StartsWith(signature))
            {
                return format;
            }
        }

        if (IsZstandard(head))
        {
            return ArchiveFormat.Zstandard;
        }

        // Signatures of two bytes prove little.
        return extension switch
        {
            "tar" when head.Length == HeadLength && head.IndexOfAnyExcept((byte)0) < 0 => ArchiveFormat.Tar,
            "arj" when head.StartsWith(ArjSignature) => ArchiveFormat.Arj,
            "cpio" when head is [0xC7, 0x71, ..] or [0x71, 0xC7, ..] => ArchiveFormat.Cpio,
            "zlib" when head is [0x78, ..] => ArchiveFormat.Zlib,
            null when head.StartsWith(ArjSignature) => ArchiveFormat.Arj,
            _ => ArchiveFormat.Unknown,
        };
    }

    /// <summary>A frame, or a frame that is to be skipped.</summary>
    private static bool IsZstandard(ReadOnlySpan<byte> head)
    {
        if (head.Length < sizeof(uint))
        {
            return false;
        }

        var magic = BinaryPrimitives.ReadUInt32LittleEndian(head);
        return magic is 0xFD2FB528 or >= 0x184D2A50 and <= 0x184D2A5F;
    }
}
