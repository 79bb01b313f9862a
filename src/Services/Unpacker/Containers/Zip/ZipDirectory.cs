using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>
/// Reads a zip's directory. Written here rather than taken from a library, because everything that is decided about an
/// entry (its place, size and method) has to be decided once: where two readers disagree, a hostile zip passes between
/// them.
/// </summary>
internal static class ZipDirectory
{
    private const uint RecordSignature = 0x02014b50;
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const int EndLength = 22;
    private const int RecordLength = 46;
    private const int Locator64Length = 20;
    private const int LongestComment = ushort.MaxValue;

    /// <summary>Lists the members; when there is no directory, those that are found one after the other.</summary>
    /// <param name="source">The zip.</param>
    /// <param name="most">How many members to list at most.</param>
    /// <exception cref="RefusedException">It is a part of an archive in several parts.</exception>
    public static ZipListing Read(Stream source, int most)
    {
        var end = FindEnd(source);
        if (end is null)
        {
            return ZipRecovery.Read(source, most, "It has no directory.");
        }

        var place = Locate(source, end.Value);
        if (place.Disk is not (0 or ushort.MaxValue))
        {
            throw RefusedException.Unsupported("It is the last part of an archive in several parts.");
        }

        var (offset, shift) = FindRecords(source, place, end.Value.Offset);
        if (offset < 0)
        {
            return ZipRecovery.Read(source, most, "Its directory is not where it should be.");
        }

        var listing = ReadRecords(source, offset, shift, place, most);
        if (listing.Members.Count == 0 && place.Count > 0)
        {
            return ZipRecovery.Read(source, most, "Its directory is damaged.");
        }

        ZipListing.SetBounds(listing.Members, offset, source.Length);
        return listing;
    }

    private static EndRecord? FindEnd(Stream source)
    {
        var length = (int)Math.Min(source.Length, EndLength + LongestComment);
        var tail = new byte[length];
        source.Position = source.Length - length;
        source.ReadExactly(tail);
        int? last = null;
        for (var i = length - EndLength; i >= 0; i--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(i)) != EndSignature)
            {
                continue;
            }

            last ??= i;
            if (i + EndLength + Word(tail, i + 20) == length)
            {
                // Its comment ends with the file, so it is no signature inside a comment.
                last = i;
                break;
            }
        }

        return last is { } found
            ? new EndRecord(source.Length - length + found, tail[found..(found + EndLength)])
            : null;
    }

    private static Place Locate(Stream source, EndRecord end)
    {
        var record = end.Bytes.AsSpan();
        var place = new Place(
            BinaryPrimitives.ReadUInt16LittleEndian(record[4..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[16..]));
        if (place.Count != ushort.MaxValue && place.Size != uint.MaxValue && place.Offset != uint.MaxValue)
        {
            return place;
        }

        Span<byte> locator = stackalloc byte[Locator64Length];
        Span<byte> end64 = stackalloc byte[56];
        if (!TryRead(source, end.Offset - Locator64Length, locator)
            || BinaryPrimitives.ReadUInt32LittleEndian(locator) != Locator64Signature
            || !TryRead(source, BinaryPrimitives.ReadInt64LittleEndian(locator[8..]), end64)
            || BinaryPrimitives.ReadUInt32LittleEndian(end64) != End64Signature)
        {
            return place;
        }

        return new Place(
            (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(end64[16..])),
            BinaryPrimitives.ReadInt64LittleEndian(end64[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(end64[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(end64[48..]));
    }

    /// <summary>Where the records begin, and by how much all offsets are shifted by something put before the
    /// zip.</summary>
    private static (long Offset, long Shift) FindRecords(Stream source, Place place, long endOffset)
    {
        if (place.Count == 0 || IsRecord(source, place.Offset))
        {
            return (place.Offset, 0);
        }

        var before = endOffset - place.Size;
        return IsRecord(source, before) ? (before, before - place.Offset) : (-1, 0);
    }

    private static ZipListing ReadRecords(Stream source, long offset, long shift, Place place, int most)
    {
        var members = new List<ZipMember>();
        var names = new EntryNames();
        source.Position = offset;
        using var buffered = new BufferedStream(source, 64 * 1024);
        var record = new byte[RecordLength];
        var variable = new byte[2 * ushort.MaxValue];
        while (members.Count < most)
        {
            if (buffered.ReadAtLeast(record, RecordLength, throwOnEndOfStream: false) < RecordLength
                || BinaryPrimitives.ReadUInt32LittleEndian(record) != RecordSignature)
            {
                break;
            }

            var nameLength = Word(record, 28);
            var rest = variable.AsSpan(0, nameLength + Word(record, 30));
            if (buffered.ReadAtLeast(rest, rest.Length, throwOnEndOfStream: false) < rest.Length)
            {
                break;
            }

            members.Add(ReadMember(record, rest[..nameLength], rest[nameLength..], shift, names));
            buffered.Seek(Word(record, 32), SeekOrigin.Current);
        }

        // The count in the end record has 16 bits and wraps; only a directory that stops short of it is damaged.
        var damage = members.Count < most && members.Count < place.Count
            ? $"Its directory lists {place.Count:N0} members and holds {members.Count:N0}."
            : null;
        return new ZipListing { Members = members, Damage = damage };
    }

    private static ZipMember ReadMember(
        byte[] record, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra, long shift, EntryNames names)
    {
        var flags = (ZipFlags)Word(record, 8);
        var fields = new ZipExtra(extra);
        long compressedSize = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(20));
        long size = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(24));
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(42));
        fields.ReadZip64(ref size, ref compressedSize, ref offset);
        return new ZipMember
        {
            Name = names.Clean(fields.ReadUnicodePath(name) ?? ZipNames.Decode(name, flags)),
            Flags = flags,
            Method = (ZipMethod)Word(record, 10),
            Time = Word(record, 12),
            Crc = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(16)),
            CompressedSize = compressedSize,
            Size = size,
            HeaderOffset = offset + shift,
            Aes = fields.ReadAes(),
            MadeOn = record[5],
            Attributes = BinaryPrimitives.ReadUInt32LittleEndian(record.AsSpan(38)),
        };
    }

    private static bool IsRecord(Stream source, long offset)
    {
        Span<byte> signature = stackalloc byte[4];
        return TryRead(source, offset, signature)
            && BinaryPrimitives.ReadUInt32LittleEndian(signature) == RecordSignature;
    }

    private static bool TryRead(Stream source, long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > source.Length - bytes.Length)
        {
            return false;
        }

        source.Position = offset;
        source.ReadExactly(bytes);
        return true;
    }

    private static ushort Word(byte[] record, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(record.AsSpan(offset));

    private readonly record struct EndRecord(long Offset, byte[] Bytes);

    private readonly record struct Place(int Disk, long Count, long Size, long Offset);
}
