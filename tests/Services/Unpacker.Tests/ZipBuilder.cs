using System.Buffers.Binary;
using System.Text;
using SharpCompress.Compressors.Deflate;
using DeflateStream = System.IO.Compression.DeflateStream;

namespace Karton.Services.Unpacker.Tests;

/// <summary>Writes zips in which every figure can be a lie.</summary>
internal sealed class ZipBuilder
{
    private readonly List<byte> _zip = [];
    private readonly List<byte> _directory = [];
    private int _count;

    public ZipBuilder(byte[]? prefix = null) => _zip.AddRange(prefix ?? []);

    public static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, System.IO.Compression.CompressionLevel.SmallestSize, true))
        {
            deflate.Write(content);
        }

        return packed.ToArray();
    }

    public static uint Crc(ReadOnlySpan<byte> content)
    {
        var crc = new CRC32();
        crc.SlurpBlock(content.ToArray(), 0, content.Length);
        return (uint)crc.Crc32Result;
    }

    public ZipBuilder Add(string name, string content) => Add(name, Encoding.UTF8.GetBytes(content));

    public ZipBuilder Add(string name, byte[] content) =>
        Add(Encoding.UTF8.GetBytes(name), Deflate(content), new ZipFacts
        {
            Method = 8,
            Flags = 0x800,
            Crc = Crc(content),
            Size = content.Length,
        });

    public ZipBuilder Stored(string name, byte[] content) =>
        Add(Encoding.UTF8.GetBytes(name), content, new ZipFacts
        {
            Flags = 0x800,
            Crc = Crc(content),
            Size = content.Length,
        });

    public ZipBuilder Add(byte[] name, byte[] data, ZipFacts facts)
    {
        var offset = facts.Offset ?? _zip.Count;
        var compressedSize = facts.CompressedSize ?? data.Length;
        if (facts.Offset is null)
        {
            _zip.AddRange(Header(name, facts, compressedSize, localOffset: null));
            _zip.AddRange(data);
        }

        _directory.AddRange(Header(name, facts, compressedSize, offset));
        _count++;
        return this;
    }

    /// <summary>The zip, or with <paramref name="hasDirectory"/> false only its members.</summary>
    public byte[] Build(bool hasDirectory = true, string comment = "", long shift = 0)
    {
        var members = _zip.ToArray();
        if (!hasDirectory)
        {
            return members;
        }

        var end = new byte[22];
        BinaryPrimitives.WriteUInt32LittleEndian(end, 0x06054b50);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(8), (ushort)_count);
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(10), (ushort)_count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(12), (uint)_directory.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(16), (uint)(members.Length - shift));
        BinaryPrimitives.WriteUInt16LittleEndian(end.AsSpan(20), (ushort)comment.Length);
        return [.. members, .. _directory, .. end, .. Encoding.Latin1.GetBytes(comment)];
    }

    private static byte[] Header(byte[] name, ZipFacts facts, long compressedSize, long? localOffset)
    {
        using var header = new MemoryStream();
        using var writer = new BinaryWriter(header);
        writer.Write(localOffset is null ? 0x04034b50 : 0x02014b50);
        if (localOffset is not null)
        {
            writer.Write((byte)20);
            writer.Write((byte)facts.MadeOn);
        }

        writer.Write((ushort)20);
        writer.Write((ushort)facts.Flags);
        writer.Write((ushort)facts.Method);
        writer.Write((ushort)0);
        writer.Write((ushort)0x21);
        writer.Write(facts.Crc);
        writer.Write((uint)compressedSize);
        writer.Write((uint)facts.Size);
        writer.Write((ushort)name.Length);
        writer.Write((ushort)facts.Extra.Length);
        if (localOffset is not null)
        {
            writer.Write((ushort)0);
            writer.Write((ushort)0);
            writer.Write((ushort)0);
            writer.Write(facts.Attributes);
            writer.Write((uint)localOffset);
        }

        writer.Write(name);
        writer.Write(facts.Extra);
        return header.ToArray();
    }
}

/// <summary>What a member's headers say.</summary>
internal sealed record ZipFacts
{
    public int Method { get; init; }

    public int Flags { get; init; }

    public uint Crc { get; init; }

    public long Size { get; init; }

    public long? CompressedSize { get; init; }

    /// <summary>The place that the directory tells; without a member of its own there.</summary>
    public long? Offset { get; init; }

    public byte[] Extra { get; init; } = [];

    public int MadeOn { get; init; }

    public uint Attributes { get; init; }
}
