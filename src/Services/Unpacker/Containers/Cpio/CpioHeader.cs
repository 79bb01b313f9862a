using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Cpio;

/// <summary>The header of one member of a cpio archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mode">The kind of file, in the bits that Unix uses.</param>
/// <param name="Size">The length of its contents.</param>
/// <param name="Alignment">What the contents' length is rounded up to.</param>
internal sealed record CpioHeader(string Name, int Mode, long Size, int Alignment)
{
    private const int LongestName = 64 * 1024;
    private const int BinaryLength = 26;
    private const int OldLength = 76;
    private const int NewLength = 110;

    /// <summary>The length with what is filled in after it.</summary>
    public long PaddedSize => Pad(Size, Alignment);

    /// <summary>Reads a header and the name after it.</summary>
    public static CpioHeader Read(Stream cpio)
    {
        var header = new byte[NewLength];
        cpio.ReadExactly(header, 0, BinaryLength);
        return header switch
        {
            [(byte)'0', (byte)'7', (byte)'0', (byte)'7', (byte)'0', (byte)'7', ..] => ReadOld(cpio, header),
            [(byte)'0', (byte)'7', (byte)'0', (byte)'7', (byte)'0', (byte)'1' or (byte)'2', ..] =>
                ReadNew(cpio, header),
            [0xC7, 0x71, ..] => ReadBinary(cpio, header, isBigEndian: false),
            [0x71, 0xC7, ..] => ReadBinary(cpio, header, isBigEndian: true),
            _ => throw RefusedException.Corrupt("A header is damaged."),
        };
    }

    private static CpioHeader ReadNew(Stream cpio, byte[] header)
    {
        cpio.ReadExactly(header, BinaryLength, NewLength - BinaryLength);
        var nameLength = Hexadecimal(94);
        var name = ReadName(cpio, nameLength, Pad(NewLength + nameLength, 4) - NewLength);
        return new CpioHeader(name, (int)Hexadecimal(14), Hexadecimal(54), 4);

        long Hexadecimal(int offset) => Number(header.AsSpan(offset, 8), 16);
    }

    private static CpioHeader ReadOld(Stream cpio, byte[] header)
    {
        cpio.ReadExactly(header, BinaryLength, OldLength - BinaryLength);
        var nameLength = Octal(59, 6);
        return new CpioHeader(ReadName(cpio, nameLength, nameLength), (int)Octal(18, 6), Octal(65, 11), 1);

        long Octal(int offset, int length) => Number(header.AsSpan(offset, length), 8);
    }

    private static CpioHeader ReadBinary(Stream cpio, byte[] header, bool isBigEndian)
    {
        var nameLength = Word(20);
        var name = ReadName(cpio, nameLength, Pad(nameLength, 2));
        return new CpioHeader(name, Word(6), ((long)Word(22) << 16) | Word(24), 2);

        ushort Word(int offset) => isBigEndian
            ? BinaryPrimitives.ReadUInt16BigEndian(header.AsSpan(offset))
            : BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(offset));
    }

    private static string ReadName(Stream cpio, long length, long padded)
    {
        if (length is < 1 or > LongestName)
        {
            throw RefusedException.Corrupt("A name is longer than names can be.");
        }

        var name = new byte[padded];
        cpio.ReadExactly(name);
        return Encoding.UTF8.GetString(name, 0, (int)length - 1);
    }

    private static long Number(ReadOnlySpan<byte> digits, int numberBase)
    {
        long value = 0;
        foreach (var digit in digits)
        {
            if (!int.TryParse([(char)digit], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var number)
                || number >= numberBase)
            {
                throw RefusedException.Corrupt("A header is damaged.");
            }

            value = (value * numberBase) + number;
        }

        return value;
    }

    private static long Pad(long length, int alignment) => (length + alignment - 1) / alignment * alignment;
}
