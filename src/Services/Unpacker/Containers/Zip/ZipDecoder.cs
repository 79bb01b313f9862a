using System.Buffers.Binary;
using System.IO.Compression;
using Karton.Services.Unpacker.Containers.Compressed;
using Karton.Services.Unpacker.Extraction;
using SharpCompress.Readers;
using SharpCompress.Readers.Zip;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Makes the decoder for a member's method.</summary>
internal static class ZipDecoder
{
    /// <summary>How many bytes at the beginning of the data tell how much memory the decoder takes.</summary>
    public const int HeadLength = 18;

    private const int HeaderLength = 30;

    /// <summary>The memory that the method takes, read from the member's first bytes.</summary>
    public static long MemoryFor(ZipMethod method, ReadOnlySpan<byte> head, ZipMember member) => method switch
    {
        ZipMethod.Lzma when head.Length >= 9 =>
            DecoderMemory.ForDictionary(BinaryPrimitives.ReadUInt32LittleEndian(head[5..])),
        ZipMethod.Ppmd when head.Length >= 2 =>
            (((BinaryPrimitives.ReadUInt16LittleEndian(head) >> 4) & 0xFF) + 1L) << 20,
        ZipMethod.Zstandard => ZstandardFrame.WindowOf(head),
        // The whole of it is unpacked in memory.
        ZipMethod.Shrunk => member.CompressedSize + Math.Max(0, member.Size),
        _ => 0,
    };

    /// <summary>Opens the decoder over decrypted data.</summary>
    public static Stream Open(ZipMethod method, Stream data, long length, long memory, ZipMember member)
    {
        switch (method)
        {
            case ZipMethod.Stored:
                return data;
            case ZipMethod.Deflate:
                return new DeflateStream(data, CompressionMode.Decompress);
            case ZipMethod.Zstandard:
                return ZstandardFrame.Open(data, memory);
            case ZipMethod.Shrunk:
            case ZipMethod.Reduced1:
            case ZipMethod.Reduced2:
            case ZipMethod.Reduced3:
            case ZipMethod.Reduced4:
            case ZipMethod.Imploded:
            case ZipMethod.Deflate64:
            case ZipMethod.BZip2:
            case ZipMethod.Lzma:
            case ZipMethod.Ppmd:
                return OpenAlone(method, data, length, member);
            default:
                throw RefusedException.Unsupported($"Compression method {(int)method} of zip is not supported.");
        }
    }

    /// <summary>
    /// Opens a method that the library decodes inside a zip only: it gets one made of this member alone, with a header
    /// of ours in which every figure has been checked.
    /// </summary>
    private static ReaderEntryStream OpenAlone(ZipMethod method, Stream data, long length, ZipMember member)
    {
        if (member.Size is < 0 or >= uint.MaxValue || length >= uint.MaxValue)
        {
            throw RefusedException.Unsupported($"Its size is not known or too large for method {(int)method} of zip.");
        }

        var header = new byte[HeaderLength + 1];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0x04034b50);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 63);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(6), (ushort)(member.Flags & ZipFlags.MethodBits));
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)method);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(14), member.Crc);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(18), (uint)length);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(22), (uint)member.Size);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(26), 1);
        header[HeaderLength] = (byte)'x';
        var reader = ZipReader.OpenReader(new Chain(header, data), new ReaderOptions { LeaveStreamOpen = true });
        if (!reader.MoveToNextEntry())
        {
            throw RefusedException.Corrupt("It has no contents.");
        }

        return new ReaderEntryStream(reader);
    }
}
