using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Rar;

/// <summary>Reads the fields of a rar 5 header.</summary>
internal sealed class Rar5Header(ReadOnlyMemory<byte> bytes)
{
    private ReadOnlyMemory<byte> _rest = bytes;

    public int Left => _rest.Length;

    public byte ReadByte() => Take(1)[0];

    /// <summary>A number of 7 bits a byte, the lowest first.</summary>
    public ulong ReadNumber()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var next = ReadByte();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw Damaged();
    }

    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw Damaged();
        }

        var taken = _rest.Span[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    public void Skip(int count) => Take((ulong)count);

    /// <summary>The last bytes.</summary>
    public Rar5Header Tail(ulong length) =>
        length <= (ulong)_rest.Length ? new Rar5Header(_rest[^(int)length..]) : throw Damaged();

    private static RefusedException Damaged() => RefusedException.Corrupt("A header is damaged.");
}
