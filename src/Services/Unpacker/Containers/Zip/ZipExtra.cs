using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Reads the extra fields of a directory record. Malformed ones are passed over, as all readers do.</summary>
internal readonly ref struct ZipExtra(ReadOnlySpan<byte> fields)
{
    private const ushort Zip64 = 0x0001;
    private const ushort UnicodePath = 0x7075;
    private const ushort WinZipAes = 0x9901;

    private readonly ReadOnlySpan<byte> _fields = fields;

    /// <summary>Replaces the values that did not fit their 32 bits.</summary>
    public void ReadZip64(ref long size, ref long compressedSize, ref long headerOffset)
    {
        var field = Find(Zip64);
        Replace(ref field, ref size);
        Replace(ref field, ref compressedSize);
        Replace(ref field, ref headerOffset);
    }

    /// <summary>How the entry is encrypted with AES, if it is.</summary>
    public WinZipAesField? ReadAes()
    {
        var field = Find(WinZipAes);
        if (field.Length < 7 || field[4] is < 1 or > 3)
        {
            return null;
        }

        return new WinZipAesField(
            BinaryPrimitives.ReadUInt16LittleEndian(field),
            8 + (8 * field[4]),
            (ZipMethod)BinaryPrimitives.ReadUInt16LittleEndian(field[5..]));
    }

    /// <summary>The name in UTF-8, if there is one that belongs to <paramref name="name"/>.</summary>
    public string? ReadUnicodePath(ReadOnlySpan<byte> name)
    {
        var field = Find(UnicodePath);
        if (field.Length < 5 || field[0] != 1)
        {
            return null;
        }

        return Crc32.HashToUInt32(name) == BinaryPrimitives.ReadUInt32LittleEndian(field[1..])
            ? Encoding.UTF8.GetString(field[5..])
            : null;
    }

    private static void Replace(ref ReadOnlySpan<byte> field, ref long value)
    {
        if (value == uint.MaxValue && field.Length >= 8)
        {
            value = BinaryPrimitives.ReadInt64LittleEndian(field);
            field = field[8..];
        }
    }

    private ReadOnlySpan<byte> Find(ushort id)
    {
        var rest = _fields;
        while (rest.Length >= 4)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]);
            if (length > rest.Length - 4)
            {
                break;
            }

            if (BinaryPrimitives.ReadUInt16LittleEndian(rest) == id)
            {
                return rest.Slice(4, length);
            }

            rest = rest[(4 + length)..];
        }

        return [];
    }
}
