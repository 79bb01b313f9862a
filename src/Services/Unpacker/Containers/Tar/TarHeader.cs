using System.Buffers.Binary;
using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Tar;

/// <summary>One header block of a tar.</summary>
internal sealed record TarHeader(string Name, long Size, char Kind)
{
    public const int BlockLength = 512;

    private const int ChecksumOffset = 148;
    private const int ChecksumLength = 8;

    /// <summary>Whether a block is a header: its checksum fits.</summary>
    public static bool IsHeader(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockLength || block[0] == 0)
        {
            return false;
        }

        // The checksum counts as spaces; some old programs took the bytes as signed.
        var unsigned = ChecksumLength * ' ';
        var signed = unsigned;
        for (var i = 0; i < BlockLength; i++)
        {
            if (i is < ChecksumOffset or >= ChecksumOffset + ChecksumLength)
            {
                unsigned += block[i];
                signed += (sbyte)block[i];
            }
        }

        var declared = ReadOctal(block.Slice(ChecksumOffset, ChecksumLength));
        return declared is { } sum && (sum == unsigned || sum == signed);
    }

    /// <exception cref="RefusedException">It is no header, or its size makes no sense.</exception>
    public static TarHeader Parse(ReadOnlySpan<byte> block)
    {
        if (!IsHeader(block))
        {
            throw RefusedException.Corrupt("A header's checksum does not fit.");
        }

        var name = Text(block[..100]);
        var isPosix = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        var prefix = isPosix ? Text(block.Slice(345, 155)) : "";
        return new TarHeader(
            prefix.Length == 0 ? name : $"{prefix}/{name}", ReadSize(block.Slice(124, 12)), (char)block[156]);
    }

    /// <summary>Text up to the first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static long ReadSize(ReadOnlySpan<byte> field)
    {
        var size = (field[0] & 0x80) != 0
            ? BinaryPrimitives.ReadInt64BigEndian(field[4..])
            : ReadOctal(field);
        return size is >= 0 ? size.Value : throw RefusedException.Corrupt("A header's size makes no sense.");
    }

    private static long? ReadOctal(ReadOnlySpan<byte> field)
    {
        long value = 0;
        foreach (var digit in field.Trim(" \0"u8))
        {
            if (digit is 0 or (byte)' ')
            {
                break;
            }

            if (digit is < (byte)'0' or > (byte)'7')
            {
                return null;
            }

            value = (value << 3) | (uint)(digit - '0');
        }

        return value;
    }
}
