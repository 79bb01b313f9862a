using System.IO.Compression;
using System.IO.Pipelines;

namespace Karton.Sdk.Resources;

/// <summary>Packs a directory as zip, so that the same files make the same bytes: entries are sorted and carry no
/// times.</summary>
internal static class DirectoryPacker
{
    // The first moment that a zip can name.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // Links are left out: what they point to may lie outside.
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
        IgnoreInaccessible = false,
    };

    /// <summary>Packs into a pipe. Never throws: what fails is passed through the pipe to its reader.</summary>
    internal static async Task PackAsync(string path, PipeWriter output, CancellationToken cancellationToken)
    {
        Exception? failure = null;
        try
        {
            await PackAsync(path, output.AsStream(leaveOpen: true), cancellationToken);
        }
        catch (Exception e)
        {
            // Not an answer: the reader of the pipe gets it thrown, whatever it is.
            failure = e;
        }

        await output.CompleteAsync(failure);
    }

    private static async Task PackAsync(string path, Stream output, CancellationToken cancellationToken)
    {
        var root = new DirectoryInfo(path);
        var entries = root.EnumerateFileSystemInfos("*", Everything)
            .Select(entry => (Entry: entry, Name: NameOf(root, entry)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)
            .ToList();
        await using var zip = await ZipArchive.CreateAsync(
            output, ZipArchiveMode.Create, leaveOpen: true, entryNameEncoding: null, cancellationToken);
        foreach (var (entry, name) in entries)
        {
            var packed = zip.CreateEntry(name, CompressionLevel.Fastest);
            packed.LastWriteTime = NoTime;
            packed.ExternalAttributes = 0;
            if (entry is FileInfo)
            {
                await using var source = new FileStream(
                    entry.FullName,
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.ReadWrite | FileShare.Delete,
                    bufferSize: 0,
                    FileOptions.Asynchronous);
                await using var target = await packed.OpenAsync(cancellationToken);
                await source.CopyToAsync(target, cancellationToken);
            }
        }
    }

    private static string NameOf(DirectoryInfo root, FileSystemInfo entry)
    {
        var name = Path.GetRelativePath(root.FullName, entry.FullName).Replace(Path.DirectorySeparatorChar, '/');
        return entry is DirectoryInfo ? name + "/" : name;
    }
}
