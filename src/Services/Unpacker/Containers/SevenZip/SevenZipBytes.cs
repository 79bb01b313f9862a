using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>Reads the parts of a 7z header, and no count that the rest of the header could not hold.</summary>
internal sealed class SevenZipBytes(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public int Left => _rest.Length;

    public byte ReadByte() => Take(1).Span[0];

    public uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    public ReadOnlyMemory<byte> Take(int count)
    {
        if (count > _rest.Length)
        {
            throw RefusedException.Corrupt("Its header ends too early.");
        }

        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    /// <summary>A number of 1 to 9 bytes: the ones at the top of the first tell how many follow.</summary>
    public ulong ReadNumber()
    {
        var first = ReadByte();
        ulong value = 0;
        for (var i = 0; i < 8; i++)
        {
            var mask = 0x80 >> i;
            if ((first & mask) == 0)
            {
                return value | ((ulong)(first & (mask - 1)) << (8 * i));
            }

            value |= (ulong)ReadByte() << (8 * i);
        }

        return value;
    }

    /// <summary>A count of things that take a byte or more each.</summary>
    public int ReadCount()
    {
        var count = ReadNumber();
        return count <= (ulong)_rest.Length
            ? (int)count
            : throw RefusedException.Corrupt($"Its header declares {count:N0} of what it cannot hold as many of.");
    }

    /// <summary>Passes over a part whose length stands before it.</summary>
    public void SkipSized() => Take(ReadCount());

    /// <summary>Passes over parts until the one with this id.</summary>
    public void SkipTo(SevenZipId id)
    {
        while (ReadId() is var found && found != id)
        {
            if (found is SevenZipId.End)
            {
                throw RefusedException.Corrupt("Its header is damaged.");
            }

            SkipSized();
        }
    }

    public SevenZipId ReadId()
    {
        var id = ReadNumber();
        return id <= byte.MaxValue ? (SevenZipId)id : throw RefusedException.Corrupt("Its header is damaged.");
    }

    /// <summary>Reads a list of CRCs, some of which may be left out.</summary>
    public uint?[] ReadDigests(int count)
    {
        if (count > _rest.Length * 8L)
        {
            throw RefusedException.Corrupt("Its header is damaged.");
        }

        var isDefined = new bool[count];
        if (ReadByte() != 0)
        {
            Array.Fill(isDefined, true);
        }
        else
        {
            ReadBits(isDefined);
        }

        var digests = new uint?[count];
        for (var i = 0; i < count; i++)
        {
            digests[i] = isDefined[i] ? ReadUInt32() : null;
        }

        return digests;
    }

    private void ReadBits(bool[] bits)
    {
        var bytes = Take((bits.Length + 7) / 8).Span;
        for (var i = 0; i < bits.Length; i++)
        {
            bits[i] = (bytes[i / 8] & (0x80 >> (i % 8))) != 0;
        }
    }
}
