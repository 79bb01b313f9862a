using System.Globalization;
using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Tar;

/// <summary>
/// Tar in its usual dialects: old, ustar, GNU and pax. Reads forward only, so that it also works behind a decompressor.
/// The library's reader takes damage for the end of the archive, which would hide the rest; hence one of our own.
/// </summary>
internal sealed class TarContainer : IContainer
{
    private const int LongestMetadata = 1 << 20;

    public Task UnpackAsync(Unpacking unpacking)
    {
        unpacking.Source.Position = 0;
        return UnpackAsync(unpacking, unpacking.Source);
    }

    /// <summary>Unpacks a tar from a stream of its own, which is read to the end.</summary>
    public static async Task UnpackAsync(Unpacking unpacking, Stream tar)
    {
        var canSkip = ReferenceEquals(tar, unpacking.Source);
        var next = new Metadata();
        while (unpacking.Guard(() => ReadHeader(tar)) is { } header)
        {
            switch (header.Kind)
            {
                case 'L':
                    next.Name = TarHeader.Text(unpacking.Guard(() => ReadMetadata(tar, header)));
                    break;
                case 'K':
                case 'g':
                case 'V':
                    unpacking.Guard(() => ForwardStream.Skip(tar, Padded(header.Size)));
                    break;
                case 'x':
                    ReadPax(unpacking.Guard(() => ReadMetadata(tar, header)), next);
                    break;
                default:
                    unpacking.CountMember();
                    await TakeAsync(unpacking, tar, Named(header, next), canSkip);
                    next = new Metadata();
                    break;
            }
        }
    }

    private static async Task TakeAsync(Unpacking unpacking, Stream tar, TarHeader header, bool canSkip)
    {
        switch (header.Kind)
        {
            case '\0' or '0' or '7' when !header.Name.EndsWith('/'):
                await TakeFileAsync(unpacking, tar, header, canSkip);
                return;
            case '\0' or '0' or '5' or 'D':
                break;
            case '1' or '2':
                unpacking.Refuse(new RefusedException(RefusalReasons.Link, "It is a link."), header.Name);
                break;
            case '3' or '4' or '6':
                unpacking.Refuse(
                    new RefusedException(RefusalReasons.Special, "It is a device or a pipe."), header.Name);
                break;
            default:
                unpacking.Refuse(
                    RefusedException.Unsupported($"Tar entries of type 0x{(int)header.Kind:x2} are not supported."),
                    header.Name);
                break;
        }

        unpacking.Guard(() => ForwardStream.Skip(tar, Padded(header.Size)));
    }

    private static async Task TakeFileAsync(Unpacking unpacking, Stream tar, TarHeader header, bool canSkip)
    {
        var rest = new Rest(tar, header.Size);
        var entry = new Entry { Name = header.Name, Size = header.Size, Open = () => rest, IsPart = !canSkip };
        if (await unpacking.TryTakeAsync(entry) is { } refusal)
        {
            unpacking.Refuse(refusal, header.Name);
            if (!canSkip)
            {
                throw RefusedException.LostBehind(refusal);
            }
        }

        unpacking.Guard(() => ForwardStream.Skip(tar, rest.Left + Padded(header.Size) - header.Size));
    }

    private static TarHeader Named(TarHeader header, Metadata metadata) =>
        header with { Name = metadata.Name ?? header.Name, Size = metadata.Size ?? header.Size };

    private static TarHeader? ReadHeader(Stream tar)
    {
        var block = new byte[TarHeader.BlockLength];
        var read = tar.ReadAtLeast(block, block.Length, throwOnEndOfStream: false);
        if (read == 0 || block.AsSpan().IndexOfAnyExcept((byte)0) < 0)
        {
            // Two empty blocks end an archive; that some programs write one, or none, harms nobody.
            return null;
        }

        return read == block.Length ? TarHeader.Parse(block) : throw new EndOfStreamException();
    }

    private static byte[] ReadMetadata(Stream tar, TarHeader header)
    {
        if (header.Size > LongestMetadata)
        {
            throw RefusedException.Corrupt(
                $"A header is {header.Size:N0} bytes long; at most {LongestMetadata:N0} are read.");
        }

        var content = new byte[header.Size];
        tar.ReadExactly(content);
        ForwardStream.Skip(tar, Padded(header.Size) - header.Size);
        return content;
    }

    /// <summary>Reads pax records: length, space, key, equals sign, value, line feed.</summary>
    private static void ReadPax(ReadOnlySpan<byte> records, Metadata metadata)
    {
        while (records.IndexOf((byte)' ') is > 0 and < 8 and var space
            && int.TryParse(records[..space], NumberStyles.None, CultureInfo.InvariantCulture, out var length)
            && length > space + 1 && length <= records.Length)
        {
            var record = records[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals > 0)
            {
                var value = record[(equals + 1)..];
                if (record[..equals].SequenceEqual("path"u8))
                {
                    metadata.Name = Encoding.UTF8.GetString(value);
                }
                else if (record[..equals].SequenceEqual("size"u8)
                    && long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
                {
                    metadata.Size = size;
                }
            }

            records = records[length..];
        }
    }

    private static long Padded(long size) =>
        size > long.MaxValue - TarHeader.BlockLength
            ? throw RefusedException.Corrupt("A header's size makes no sense.")
            : (size + TarHeader.BlockLength - 1) / TarHeader.BlockLength * TarHeader.BlockLength;

    private sealed class Metadata
    {
        public string? Name { get; set; }

        public long? Size { get; set; }
    }
}
