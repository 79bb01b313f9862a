using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;
using SharpCompress.Compressors.LZMA;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>One member of an lzip file.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">How long it is, header and trailer included.</param>
/// <param name="Dictionary">The dictionary that it asks for.</param>
/// <param name="Size">How much comes out of it; -1 when that is not known, since it is cut off.</param>
/// <param name="Crc">The CRC-32 of what comes out of it.</param>
internal sealed record LzipMember(long Start, long Length, uint Dictionary, long Size, uint Crc)
{
    private const int HeaderLength = 6;
    private const int TrailerLength = 20;
    private const byte LzmaProperties = 93;

    /// <summary>Lists the members; found from the end, where each tells its length.</summary>
    /// <exception cref="RefusedException">It is no lzip file.</exception>
    public static IReadOnlyList<LzipMember> ReadAll(Stream source)
    {
        var members = new LinkedList<LzipMember>();
        var trailer = new byte[TrailerLength];
        var end = source.Length;
        while (end > 0)
        {
            if (end < HeaderLength + TrailerLength)
            {
                return [CutOff(source)];
            }

            source.Position = end - TrailerLength;
            source.ReadExactly(trailer);
            var length = BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(12));
            if (length is < HeaderLength + TrailerLength || length > end
                || ReadDictionary(source, end - length) is not { } dictionary)
            {
                return [CutOff(source)];
            }

            end -= length;
            members.AddFirst(new LzipMember(
                end,
                length,
                dictionary,
                BinaryPrimitives.ReadInt64LittleEndian(trailer.AsSpan(4)),
                BinaryPrimitives.ReadUInt32LittleEndian(trailer)));
        }

        return members.Count > 0 ? [.. members] : [CutOff(source)];
    }

    /// <summary>Opens its decoder.</summary>
    public Stream Open(Stream source)
    {
        var properties = new byte[5];
        properties[0] = LzmaProperties;
        BinaryPrimitives.WriteUInt32LittleEndian(properties.AsSpan(1), Dictionary);
        var data = new Section(source, Start + HeaderLength, Length - HeaderLength);
        var decoder = LzmaStream.Create(properties, data, inputSize: -1, outputSize: Size);
        return Size < 0 ? decoder : new CheckedStream(decoder, Size, Crc);
    }

    private static LzipMember CutOff(Stream source) => new(
        0,
        source.Length,
        ReadDictionary(source, 0) ?? throw RefusedException.Corrupt("It is no lzip file."),
        -1,
        0);

    private static uint? ReadDictionary(Stream source, long start)
    {
        var header = new byte[HeaderLength];
        source.Position = start;
        if (source.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length
            || !header.AsSpan().StartsWith("LZIP\u0001"u8)
            || (header[5] & 0x1F) is < 12 or > 29)
        {
            return null;
        }

        var power = 1u << (header[5] & 0x1F);
        return power - (power / 16 * (uint)(header[5] >> 5));
    }
}
