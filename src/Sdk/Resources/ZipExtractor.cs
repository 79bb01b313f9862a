using System.Buffers;
using System.IO.Compression;
using Karton.Sdk.Validation;

namespace Karton.Sdk.Resources;

/// <summary>Unpacks a zip into a temporary folder. What it refuses ends the unpacking, and the folder is gone
/// then.</summary>
internal sealed class ZipExtractor
{
    internal const int MaxEntries = 100_000;
    internal const int MaxDirectorySize = 32 * 1024 * 1024;

    private const int BlockSize = 128 * 1024;
    private const int FileTypeMask = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Folder = 0x4000;

    private static readonly SearchValues<char> NoNameCharacters = SearchValues.Create(Path.GetInvalidFileNameChars());

    private readonly string _root;
    private readonly long _maxSize;
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private long _size;

    private ZipExtractor(string root, long maxSize)
    {
        _root = root;
        _maxSize = maxSize;
    }

    internal static async Task<TemporaryDirectory> ExtractAsync(
        Stream zip, long maxSize, CancellationToken cancellationToken)
    {
        var target = new TemporaryDirectory(TemporaryPlace.NewFolder());
        try
        {
            await new ZipExtractor(target.Path, maxSize).ExtractAllAsync(zip, cancellationToken);
            return target;
        }
        catch
        {
            await target.DisposeAsync();
            throw;
        }
    }

    private async Task ExtractAllAsync(Stream zip, CancellationToken cancellationToken)
    {
        if (await ZipDirectory.MeasureAsync(zip, cancellationToken) is > MaxDirectorySize and var size)
        {
            throw new InvalidDataException(
                $"The zip is refused: its directory has {size} bytes, more than {MaxDirectorySize}.");
        }

        zip.Position = 0;
        await using var archive = await ZipArchive.CreateAsync(
            zip, ZipArchiveMode.Read, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        if (archive.Entries.Count > MaxEntries)
        {
            throw new InvalidDataException(
                $"The zip is refused: it has {archive.Entries.Count} entries, more than {MaxEntries}.");
        }

        foreach (var entry in archive.Entries)
        {
            await ExtractAsync(entry, cancellationToken);
        }
    }

    private async Task ExtractAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        if (((entry.ExternalAttributes >> 16) & FileTypeMask) is not (0 or RegularFile or Folder))
        {
            throw Refuse(entry, "is a link or a device");
        }

        if (entry.IsEncrypted)
        {
            throw Refuse(entry, "is encrypted");
        }

        var isFolder = entry.FullName.EndsWith('/');
        var segments = entry.FullName.Split('/');
        var names = isFolder ? segments.AsSpan(..^1) : segments;
        ThrowIfUnsafe(entry, names);
        try
        {
            var folder = MakeFolder(entry, isFolder ? names : names[..^1]);
            if (!isFolder)
            {
                await ExtractFileAsync(entry, Path.Join(folder, segments[^1]), cancellationToken);
            }
        }
        catch (PathTooLongException)
        {
            throw Refuse(entry, "has a name that is too long");
        }
    }

    private async Task ExtractFileAsync(ZipArchiveEntry entry, string path, CancellationToken cancellationToken)
    {
        if (Path.Exists(path))
        {
            throw Refuse(entry, "is there twice");
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        try
        {
            await using var target = TemporaryPlace.Create(path);
            await using var source = await entry.OpenAsync(cancellationToken);
            int length;
            while ((length = await source.ReadAsync(buffer, cancellationToken)) > 0)
            {
                _size += length;
                if (_size > _maxSize)
                {
                    throw new InvalidDataException(
                        $"The zip is refused: it unpacks to more than {_maxSize} bytes. Raise maxSize if that is "
                        + "expected.");
                }

                await target.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void ThrowIfUnsafe(ZipArchiveEntry entry, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            // The last condition is for Windows, where some names mean another file or a device.
            if (name is "" or "." or ".." || name.AsSpan().ContainsAny(NoNameCharacters)
                || Path.GetFullPath(Path.Join(_root, name)) != Path.Join(_root, name))
            {
                throw Refuse(entry, "has a path that leaves the folder or is none");
            }
        }
    }

    private string MakeFolder(ZipArchiveEntry entry, ReadOnlySpan<string> names)
    {
        var path = _root;
        foreach (var name in names)
        {
            path = Path.Join(path, name);
            if (_folders.Add(path))
            {
                if (File.Exists(path))
                {
                    throw Refuse(entry, "lies in what is a file");
                }

                Directory.CreateDirectory(path);
            }
        }

        return path;
    }

    private static InvalidDataException Refuse(ZipArchiveEntry entry, string why) =>
        new($"The zip is refused: its entry {Quoted.Text(entry.FullName)} {why}.");
}
