using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>Walks through the streams of an xz file, block by block, by the lengths of their chunks.</summary>
internal sealed class XzWalk(Stream source) : IDisposable
{
    private const int HeaderLength = 12;
    private const int FooterLength = 12;
    private const ulong Lzma2 = 0x21;
    private const int LargestDictionaryCode = 40;

    // The section keeps a position of its own, so that the walk can go on after a block has been decoded.
    private readonly BufferedStream _reader = new(new Section(source, 0, source.Length), 4096);

    private static ReadOnlySpan<byte> Magic => [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];

    public IEnumerable<XzBlock> Blocks()
    {
        do
        {
            var check = ReadHeader();
            long blocks = 0;
            while (ReadBlock(check) is { } block)
            {
                yield return block;
                blocks++;
            }

            SkipIndex(blocks);
        }
        while (FindNext());
    }

    public void Dispose() => _reader.Dispose();

    private static uint DictionaryOf(byte code) => code switch
    {
        > LargestDictionaryCode => throw Damaged(),
        LargestDictionaryCode => uint.MaxValue,
        _ => (2u | (code & 1u)) << ((code / 2) + 11),
    };

    private static ulong ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (var i = 0; i < Math.Min(9, bytes.Length); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return value;
            }
        }

        throw Damaged();
    }

    private static RefusedException Damaged() => RefusedException.Corrupt("A block's header is damaged.");

    private XzCheck ReadHeader()
    {
        var header = new byte[HeaderLength];
        _reader.ReadExactly(header);
        return header.AsSpan().StartsWith(Magic)
            ? (XzCheck)(header[7] & 0xF)
            : throw RefusedException.Corrupt("It is no xz stream.");
    }

    private XzBlock? ReadBlock(XzCheck check)
    {
        var size = Next();
        if (size == 0)
        {
            return null;
        }

        var header = new byte[size * 4];
        header[0] = (byte)size;
        _reader.ReadExactly(header.AsSpan(1));
        _reader.ReadExactly(stackalloc byte[4]);
        var block = ReadFilters(header.AsSpan(1), check, _reader.Position);
        try
        {
            SkipChunks();
        }
        catch (EndOfStreamException)
        {
            // Cut off: the decoder gets what there is, and will find out.
            _reader.Position = _reader.Length;
        }

        block = block with { Length = Math.Min(_reader.Position, _reader.Length) - block.Start };
        _reader.Position = block.Start + ((block.Length + 3) / 4 * 4) + XzCheckedStream.LengthOf(check);
        return block;
    }

    private static XzBlock ReadFilters(ReadOnlySpan<byte> header, XzCheck check, long start)
    {
        var flags = header[0];
        var rest = header[1..];
        for (var sizes = flags >> 6; sizes > 0; sizes &= sizes - 1)
        {
            ReadNumber(ref rest);
        }

        var count = (flags & 3) + 1;
        var filters = rest;
        for (var filter = 1; ; filter++)
        {
            var id = ReadNumber(ref rest);
            var length = ReadNumber(ref rest);
            if (length > (ulong)rest.Length || (id == Lzma2) != (filter == count))
            {
                throw Damaged();
            }

            if (id == Lzma2)
            {
                return length == 1
                    ? new XzBlock(filters.ToArray(), count, DictionaryOf(rest[0]), rest[0], start, 0, check)
                    : throw Damaged();
            }

            rest = rest[(int)length..];
        }
    }

    private void SkipChunks()
    {
        while (Next() is var control and not 0)
        {
            if (control is > 2 and < 0x80)
            {
                throw RefusedException.Corrupt("A block is damaged.");
            }

            var hasProperties = control >= 0xC0;
            if (control >= 0x80)
            {
                // The length of what comes out of it.
                Next();
                Next();
            }

            var length = ((Next() << 8) | Next()) + 1;
            _reader.Position += length + (hasProperties ? 1 : 0);
        }
    }

    private void SkipIndex(long blocks)
    {
        var start = _reader.Position - 1;
        var numbers = 1 + (2 * blocks);
        while (numbers > 0)
        {
            if (Next() < 0x80)
            {
                numbers--;
            }
        }

        _reader.Position = start + ((_reader.Position - start + 3) / 4 * 4) + 4 + FooterLength;
        if (_reader.Position > _reader.Length)
        {
            throw new EndOfStreamException();
        }
    }

    /// <summary>Passes over the padding after a stream.</summary>
    /// <returns>Whether anything follows it.</returns>
    private bool FindNext()
    {
        int next;
        while ((next = _reader.ReadByte()) == 0)
        {
        }

        if (next < 0)
        {
            return false;
        }

        _reader.Position--;
        return true;
    }

    private int Next()
    {
        var value = _reader.ReadByte();
        return value >= 0 ? value : throw new EndOfStreamException();
    }
}
