using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>Lists the members of a zip without a usable directory, such as one that was cut off, by its local
/// headers.</summary>
internal static class ZipRecovery
{
    private const uint Header = 0x04034b50;
    private const uint Descriptor = 0x08074b50;
    private const uint Record = 0x02014b50;
    private const int HeaderLength = 30;
    private const int DescriptorLength = 16;

    /// <summary>Marks a size that is not known.</summary>
    private const long Unknown = -1;

    public static ZipListing Read(Stream source, int most, string damage)
    {
        var members = new List<ZipMember>();
        var names = new EntryNames();
        var offset = Find(source, 0, (signature, _) => signature == Header);
        while (offset >= 0 && members.Count < most && ReadMember(source, offset, names) is { } found)
        {
            members.Add(found.Member);
            offset = Find(source, found.End, (signature, _) => signature == Header);
        }

        ZipListing.SetBounds(members, source.Length, source.Length);
        return new ZipListing
        {
            Members = members,
            Damage = damage + (members.Count == 1
                ? " One member was found by its own header."
                : $" {members.Count:N0} members were found by their own headers."),
        };
    }

    private static (ZipMember Member, long End)? ReadMember(Stream source, long offset, EntryNames names)
    {
        var header = new byte[HeaderLength];
        source.Position = offset;
        if (source.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false) < HeaderLength)
        {
            return null;
        }

        var variable = new byte[Word(header, 26) + Word(header, 28)];
        if (source.ReadAtLeast(variable, variable.Length, throwOnEndOfStream: false) < variable.Length)
        {
            return null;
        }

        var name = variable.AsSpan(0, Word(header, 26));
        var extra = new ZipExtra(variable.AsSpan(name.Length));
        var flags = (ZipFlags)Word(header, 6);
        long compressedSize = Number(header, 18);
        long size = Number(header, 22);
        long unused = 0;
        extra.ReadZip64(ref size, ref compressedSize, ref unused);
        var member = new ZipMember
        {
            Name = names.Clean(extra.ReadUnicodePath(name) ?? ZipNames.Decode(name, flags)),
            Flags = flags,
            Method = (ZipMethod)Word(header, 8),
            Time = Word(header, 10),
            Crc = Number(header, 14),
            CompressedSize = compressedSize,
            Size = size,
            HeaderOffset = offset,
            Aes = extra.ReadAes(),
        };

        var data = offset + HeaderLength + variable.Length;
        if (flags.HasFlag(ZipFlags.Descriptor) && compressedSize <= 0)
        {
            member = WithDescriptor(source, member, data);
        }

        return (member, Math.Max(data, data + member.CompressedSize));
    }

    private static ZipMember WithDescriptor(Stream source, ZipMember member, long data)
    {
        var found = Find(source, data, (signature, at) => signature is Header or Record
            || (signature == Descriptor && CompressedSizeAt(source, at) == at - data));
        if (found < 0)
        {
            return member with { CompressedSize = source.Length - data, Size = Unknown };
        }

        var bytes = new byte[DescriptorLength];
        source.Position = found;
        var complete = source.ReadAtLeast(bytes, DescriptorLength, throwOnEndOfStream: false) == DescriptorLength;
        return complete && Number(bytes, 0) == Descriptor
            ? member with { Crc = Number(bytes, 4), CompressedSize = Number(bytes, 8), Size = Number(bytes, 12) }
            : member with { CompressedSize = found - data, Size = Unknown };
    }

    private static long CompressedSizeAt(Stream source, long descriptor)
    {
        var bytes = new byte[DescriptorLength];
        source.Position = descriptor;
        return source.ReadAtLeast(bytes, DescriptorLength, throwOnEndOfStream: false) == DescriptorLength
            ? Number(bytes, 8)
            : Unknown;
    }

    /// <summary>The first place from <paramref name="offset"/> on whose signature fits, or -1.</summary>
    private static long Find(Stream source, long offset, Func<uint, long, bool> fits)
    {
        var window = new byte[64 * 1024];
        while (true)
        {
            source.Position = offset;
            var length = source.ReadAtLeast(window, window.Length, throwOnEndOfStream: false);
            for (var i = 0; i <= length - 4; i++)
            {
                if (window[i] == 'P' && window[i + 1] == 'K' && fits(Number(window, i), offset + i))
                {
                    return offset + i;
                }
            }

            if (length < window.Length)
            {
                return -1;
            }

            offset += length - 3;
        }
    }

    private static ushort Word(byte[] bytes, int offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(offset));

    private static uint Number(byte[] bytes, int offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(offset));
}
