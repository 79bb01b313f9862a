using System.Buffers.Binary;
using System.IO.Compression;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Cab;

/// <summary>What comes out of a folder, block by block.</summary>
internal sealed class CabFolderStream(Stream source, CabFolder folder, int blockReserve) : ForwardStream
{
    private const int LongestBlock = 32 * 1024;
    private const int StoredHeaderLength = 5;

    private readonly byte[] _block = new byte[LongestBlock];
    private readonly byte[] _history = new byte[LongestBlock];
    private long _next = folder.Offset;
    private int _blocks;
    private int _length;
    private int _used;
    private int _historyLength;

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        while (_used == _length)
        {
            if (_blocks++ == folder.Blocks)
            {
                return 0;
            }

            ReadBlock();
        }

        var read = Math.Min(count, _length - _used);
        _block.AsSpan(_used, read).CopyTo(buffer.AsSpan(offset));
        _used += read;
        return read;
    }

    private void ReadBlock()
    {
        var header = new byte[8 + blockReserve];
        source.Position = _next;
        source.ReadExactly(header);
        var packed = new byte[BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(4))];
        var length = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(6));
        source.ReadExactly(packed);
        _next += header.Length + packed.Length;
        var sum = BinaryPrimitives.ReadUInt32LittleEndian(header);
        if (length > LongestBlock || (sum != 0 && sum != Sum(header.AsSpan(4), Sum(packed, 0))))
        {
            throw RefusedException.Corrupt("A block's checksum or length does not fit.");
        }

        _length = length;
        _used = 0;
        switch (folder.Method)
        {
            case CabMethod.Stored when packed.Length == length:
                packed.CopyTo(_block, 0);
                break;
            case CabMethod.MsZip when packed is [(byte)'C', (byte)'K', ..]:
                Inflate(packed.AsSpan(2));
                break;
            default:
                throw RefusedException.Corrupt("A block is damaged.");
        }
    }

    /// <summary>
    /// Each block is a deflate stream of its own that refers back into the block before it. That one is put before it
    /// as a stored block, which the decoder passes through, and so has at hand.
    /// </summary>
    private void Inflate(ReadOnlySpan<byte> deflated)
    {
        var stream = new byte[StoredHeaderLength + _historyLength + deflated.Length];
        BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(1), (ushort)_historyLength);
        BinaryPrimitives.WriteUInt16LittleEndian(stream.AsSpan(3), (ushort)~_historyLength);
        _history.AsSpan(0, _historyLength).CopyTo(stream.AsSpan(StoredHeaderLength));
        deflated.CopyTo(stream.AsSpan(StoredHeaderLength + _historyLength));
        using var inflater = new DeflateStream(new MemoryStream(stream), CompressionMode.Decompress);
        inflater.ReadExactly(_history.AsSpan(0, _historyLength));
        inflater.ReadExactly(_block.AsSpan(0, _length));
        _block.AsSpan(0, _length).CopyTo(_history);
        _historyLength = _length;
    }

    /// <summary>The exclusive or of all 32-bit words; what is left over at the end counts from its highest
    /// byte.</summary>
    private static uint Sum(ReadOnlySpan<byte> bytes, uint seed)
    {
        while (bytes.Length >= sizeof(uint))
        {
            seed ^= BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            bytes = bytes[sizeof(uint)..];
        }

        uint rest = 0;
        foreach (var value in bytes)
        {
            rest = (rest << 8) | value;
        }

        return seed ^ rest;
    }
}
