using Karton.Services.Unpacker.Containers;
using Karton.Services.Unpacker.Containers.Cab;
using Karton.Services.Unpacker.Containers.Compressed;
using Karton.Services.Unpacker.Containers.Cpio;
using Karton.Services.Unpacker.Containers.Rar;
using Karton.Services.Unpacker.Containers.SevenZip;
using Karton.Services.Unpacker.Containers.Tar;
using Karton.Services.Unpacker.Containers.Zip;
using SharpCompress.Readers.Ace;
using SharpCompress.Readers.Arj;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>Takes archives apart: a stream in, entries and refusals out.</summary>
internal sealed class Extractor(ExtractionLimits limits, DecoderMemory memory, TimeProvider clock)
{
    private static readonly Dictionary<ArchiveFormat, IContainer> Containers = new()
    {
        [ArchiveFormat.Ace] = new OldContainer((stream, options) => AceReader.OpenReader(stream, options)),
        [ArchiveFormat.Arj] = new OldContainer((stream, options) => ArjReader.OpenReader(stream, options)),
        [ArchiveFormat.Bzip2] = new CompressedContainer(new Bzip2Codec()),
        [ArchiveFormat.Cab] = new CabContainer(),
        [ArchiveFormat.Cpio] = new CpioContainer(),
        [ArchiveFormat.Gzip] = new CompressedContainer(new GzipCodec()),
        [ArchiveFormat.Lzip] = new CompressedContainer(new LzipCodec()),
        [ArchiveFormat.Lzw] = new CompressedContainer(new LzwCodec()),
        [ArchiveFormat.Rar] = new RarContainer(),
        [ArchiveFormat.SevenZip] = new SevenZipContainer(),
        [ArchiveFormat.Tar] = new TarContainer(),
        [ArchiveFormat.Xz] = new CompressedContainer(new XzCodec()),
        [ArchiveFormat.Zip] = new ZipContainer(),
        [ArchiveFormat.Zlib] = new CompressedContainer(new ZlibCodec()),
        [ArchiveFormat.Zstandard] = new CompressedContainer(new ZstandardCodec()),
    };

    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        "7z", "ace", "arj", "bz2", "cab", "cpio", "gz", "lz", "rar", "tar", "xz", "z", "zip", "zlib", "zst",
    };

    /// <summary>Unpacks an archive. Damage, limits and the like end as refusals.</summary>
    /// <param name="archive">The archive; must be able to seek.</param>
    /// <param name="sink">Gets entries and refusals.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="IOException">The archive could not be read, or the sink failed.</exception>
    public async Task UnpackAsync(ArchiveToUnpack archive, IExtractionSink sink, CancellationToken cancellationToken)
    {
        using var source = new SourceStream(archive.Content, limits.Time, clock, cancellationToken);
        var unpacking = new Unpacking(
            source, archive.Name, archive.Passwords, limits, memory, sink, cancellationToken);
        try
        {
            var format = unpacking.Guard(() => FormatDetector.Detect(source, archive.Extension));
            if (!Containers.TryGetValue(format, out var container))
            {
                throw NotKnown(archive.Extension);
            }

            await container.UnpackAsync(unpacking);
        }
        catch (RefusedException refused)
        {
            unpacking.Refuse(refused, subject: null);
        }
    }

    private static RefusedException NotKnown(string? extension)
    {
        if (string.IsNullOrEmpty(extension))
        {
            return RefusedException.Unsupported("Its contents are no archive that is known here.");
        }

        return Extensions.Contains(extension)
            ? RefusedException.Corrupt($"It is called '{extension}', and its contents are not.")
            : RefusedException.Unsupported($"Archives of the format '{extension}' are not supported.");
    }
}
