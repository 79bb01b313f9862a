using System.Buffers.Binary;
using System.Numerics;
using SharpCompress.Compressors.ZStandard;
using SharpCompress.Compressors.ZStandard.Unsafe;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>What the beginning of a Zstandard frame tells (RFC 8878, section 3.1.1).</summary>
internal static class ZstandardFrame
{
    /// <summary>How many bytes of a frame have to be seen.</summary>
    public const int HeadLength = 18;

    private const uint Magic = 0xFD2FB528;
    private const int SmallestWindowLog = 10;

    /// <summary>The window that the frame asks for; 0 when it does not begin like one.</summary>
    public static long WindowOf(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeadLength || BinaryPrimitives.ReadUInt32LittleEndian(head) != Magic)
        {
            return 0;
        }

        var descriptor = head[4];
        var isSingleSegment = (descriptor & 0x20) != 0;
        if (!isSingleSegment)
        {
            var power = 1L << (SmallestWindowLog + (head[5] >> 3));
            return power + (power / 8 * (head[5] & 7));
        }

        // The window is as large as the contents, whose size follows the identity of the dictionary.
        ReadOnlySpan<int> dictionaryLengths = [0, 1, 2, 4];
        var size = head[(5 + dictionaryLengths[descriptor & 3])..];
        return (descriptor >> 6) switch
        {
            0 => size[0],
            1 => BinaryPrimitives.ReadUInt16LittleEndian(size) + 256,
            2 => BinaryPrimitives.ReadUInt32LittleEndian(size),
            _ => (long)Math.Min(long.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(size)),
        };
    }

    /// <summary>Opens a decoder that gives up on a later frame with a larger window than was reserved.</summary>
    public static Stream Open(Stream data, long window)
    {
        var decoder = new DecompressionStream(data);
        var log = Math.Max(23, 64 - BitOperations.LeadingZeroCount((ulong)Math.Max(1, window) - 1));
        decoder.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, Math.Min(30, log));
        return decoder;
    }
}
