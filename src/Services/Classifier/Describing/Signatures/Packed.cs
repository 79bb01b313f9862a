using System.Buffers.Binary;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Archives and compressed files that take more than fixed bytes to tell.</summary>
internal static class Packed
{
    private const int TarHeaderSize = 512;

    public static Description? Describe(ReadOnlySpan<byte> head)
    {
        if (IsBzip2(head))
        {
            return new Description("bzip2 compressed data", "application/x-bzip2");
        }

        if (IsUdf(head))
        {
            return new Description("UDF filesystem data", "application/x-iso9660-image");
        }

        if (IsTar(head))
        {
            var posix = head[257..].StartsWith("ustar"u8) ? "POSIX " : "";
            return new Description($"{posix}tar archive", "application/x-tar");
        }

        if (IsArj(head))
        {
            return new Description("ARJ archive data", "application/x-arj");
        }

        if (IsLha(head))
        {
            return new Description("LHa (2.x) archive data", "application/x-lzh-compressed");
        }

        return IsZlib(head) ? new Description("zlib compressed data", "application/zlib") : null;
    }

    private static bool IsBzip2(ReadOnlySpan<byte> head) =>
        head is [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', ..]
        && (head[4..].StartsWith("1AY&SY"u8) || head[4..].StartsWith((ReadOnlySpan<byte>)[0x17, 0x72, 0x45, 0x38]));

    /// <summary>The descriptors of a disk begin in its sector 16; those of UDF stand behind those of ISO 9660 where it
    /// has both.</summary>
    private static bool IsUdf(ReadOnlySpan<byte> head)
    {
        const int SectorSize = 2048;
        const int LastSector = 32;
        for (var sector = 16; sector < LastSector && head.Length > (sector + 1) * SectorSize; sector++)
        {
            if (head[((sector * SectorSize) + 1)..].StartsWith("BEA01"u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The oldest tars have no magic, but each header has had a checksum from the beginning.</summary>
    private static bool IsTar(ReadOnlySpan<byte> head)
    {
        if (head.Length < TarHeaderSize || head[0] == 0)
        {
            return false;
        }

        const int ChecksumOffset = 148;
        const int ChecksumSize = 8;
        var told = 0;
        var digits = 0;
        foreach (var letter in head.Slice(ChecksumOffset, ChecksumSize))
        {
            if (letter is >= (byte)'0' and <= (byte)'7')
            {
                told = (told * 8) + letter - '0';
                digits++;
            }
            else if (letter is not ((byte)' ' or 0))
            {
                return false;
            }
        }

        var sum = ChecksumSize * ' ';
        for (var index = 0; index < TarHeaderSize; index++)
        {
            sum += index is >= ChecksumOffset and < ChecksumOffset + ChecksumSize ? 0 : head[index];
        }

        return digits > 0 && sum == told;
    }

    private static bool IsArj(ReadOnlySpan<byte> head)
    {
        const int LongestHeader = 2600;
        const int ShortestHeader = 30;
        return head.Length > 11 && head.StartsWith((ReadOnlySpan<byte>)[0x60, 0xEA])
            && BinaryPrimitives.ReadUInt16LittleEndian(head[2..]) is >= ShortestHeader and <= LongestHeader
            && head[10] == 2;
    }

    private static bool IsLha(ReadOnlySpan<byte> head) =>
        head.Length > 20
        && head[2..] is [(byte)'-', (byte)'l', (byte)'h' or (byte)'z', _, (byte)'-', ..]
        && head[20] <= 3;

    /// <summary>A zlib header is 78 and the compression level; the one level that reads as text must not be followed by
    /// text.</summary>
    private static bool IsZlib(ReadOnlySpan<byte> head) =>
        head is [0x78, 0x01 or 0x9C or 0xDA, _, ..] or [0x78, 0x5E, < 0x20 or > 0x7E, ..];
}
