using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Karton.Contracts.Data;
using Karton.Sdk.Stores;
using Karton.Sdk.Validation;

namespace Karton.Sdk.Resources;

/// <summary>Resources whose contents lie in an object store.</summary>
internal sealed class StoredResources(IObjectStore store) : IResources
{
    public async Task<Resource> FromBytesAsync(
        string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        return content.Length <= Resource.MaxInlineSize
            ? MakeInline(name, content.Span)
            : await StoreAsync(name, new PrefixedStream(content, Stream.Null), cancellationToken);
    }

    public async Task<Resource> FromFileAsync(
        string path, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        await using var file = OpenFile(path);
        return await FromStreamAsync(name ?? Path.GetFileName(path), file, cancellationToken);
    }

    public async Task<Resource> FromStreamAsync(
        string name, Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(content);
        var buffer = ArrayPool<byte>.Shared.Rent(Resource.MaxInlineSize + 1);
        try
        {
            var begin = buffer.AsMemory(0, Resource.MaxInlineSize + 1);
            var length = await content.ReadAtLeastAsync(
                begin, begin.Length, throwOnEndOfStream: false, cancellationToken);
            return length < begin.Length
                ? MakeInline(name, begin.Span[..length])
                : await StoreAsync(name, Whole(begin, content), cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public async Task<Resource> FromDirectoryAsync(
        string path, string? name = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!Directory.Exists(path))
        {
            throw new DirectoryNotFoundException($"There is no directory {path}.");
        }

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pipe = new Pipe();
        var packing = DirectoryPacker.PackAsync(path, pipe.Writer, stop.Token);
        try
        {
            // What fails while packing comes out of the pipe.
            var resource = await FromStreamAsync(
                name ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))),
                pipe.Reader.AsStream(),
                cancellationToken);
            return resource with { IsDirectory = true };
        }
        finally
        {
            await stop.CancelAsync();
            await pipe.Reader.CompleteAsync();
            await packing;
        }
    }

    public async Task<Stream> OpenAsync(Resource resource, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (resource.Inline is { } content)
        {
            return OpenInline(resource, content);
        }

        var address = resource.Address ?? throw new InvalidDataException(
            $"The resource {Quoted.Text(resource.Sha256)} has neither contents nor an address. Make resources with "
            + "IResources.");
        var stream = await store.Get(address, cancellationToken);
        if (!stream.CanSeek)
        {
            return new SizedStream(stream, resource.Size, actual => WrongSize(resource, actual));
        }

        if (stream.Length == resource.Size)
        {
            return stream;
        }

        await using (stream)
        {
            throw WrongSize(resource, $"{stream.Length}");
        }
    }

    public async Task<byte[]> ReadAsync(
        Resource resource, int maxSize = 64 * 1024 * 1024, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resource);
        if (resource.Size > maxSize)
        {
            throw new InvalidOperationException(
                $"The resource {Quoted.Text(resource.Sha256)} has {resource.Size} bytes, which is more than the "
                + $"{maxSize} to be taken into memory. Read it as a stream, or raise maxSize.");
        }

        await using var stream = await OpenAsync(resource, cancellationToken);
        var content = new byte[resource.Size];
        var length = await stream.ReadAtLeastAsync(
            content, content.Length, throwOnEndOfStream: false, cancellationToken);
        return length == content.Length && await stream.ReadAsync(new byte[1], cancellationToken) == 0
            ? content
            : throw WrongSize(resource, length < content.Length ? $"{length}" : "more");
    }

    public async Task<TemporaryFile> DownloadAsync(Resource resource, CancellationToken cancellationToken = default)
    {
        await using var content = await OpenAsync(resource, cancellationToken);
        var path = TemporaryPlace.NewFile(out var file);
        var downloaded = new TemporaryFile(path);
        try
        {
            await using (file)
            {
                await content.CopyToAsync(file, cancellationToken);
                return file.Length == resource.Size ? downloaded : throw WrongSize(resource, $"{file.Length}");
            }
        }
        catch
        {
            await downloaded.DisposeAsync();
            throw;
        }
    }

    public async Task<TemporaryDirectory> ExtractAsync(
        Resource resource, long maxSize = 1L << 30, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxSize);
        await using var content = await OpenAsync(resource, cancellationToken);
        if (content.CanSeek)
        {
            return await ZipExtractor.ExtractAsync(content, maxSize, cancellationToken);
        }

        // A zip is read from its end, for which the unpacker would take it into memory.
        await using var file = await DownloadAsync(resource, cancellationToken);
        await using var seekable = OpenFile(file.Path);
        return await ZipExtractor.ExtractAsync(seekable, maxSize, cancellationToken);
    }

    private async Task<Resource> StoreAsync(string name, Stream content, CancellationToken cancellationToken)
    {
        var stored = await store.StoreAsync(content, cancellationToken);
        return new Resource { Name = name, Sha256 = stored.Sha256, Size = stored.Size, Address = stored.Address };
    }

    private static Resource MakeInline(string name, ReadOnlySpan<byte> content) => new()
    {
        Name = name,
        Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
        Size = content.Length,
        Inline = content.ToArray(),
    };

    // A store may do better with a file than with what only looks like a stream.
    private static Stream Whole(ReadOnlyMemory<byte> begin, Stream content)
    {
        if (content is not FileStream { CanSeek: true })
        {
            return new PrefixedStream(begin, content);
        }

        content.Seek(-begin.Length, SeekOrigin.Current);
        return content;
    }

    private static MemoryStream OpenInline(Resource resource, ReadOnlyMemory<byte> content)
    {
        if (content.Length != resource.Size)
        {
            throw WrongSize(resource, $"{content.Length}");
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(content.Span));
        if (hash != resource.Sha256)
        {
            throw new InvalidDataException(
                $"The resource says that its hash is {Quoted.Text(resource.Sha256)}, but that of its contents is "
                + $"{hash}: it is damaged, or was not made by IResources.");
        }

        return MemoryMarshal.TryGetArray(content, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(content.ToArray(), writable: false);
    }

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.ReadWrite | FileShare.Delete,
                BufferSize = 0,
                Options = FileOptions.Asynchronous,
            });
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(
                Directory.Exists(path)
                    ? $"{path} is a directory. Make a resource of it with FromDirectoryAsync."
                    : $"{path} may not be read: {e.Message}",
                e);
        }
    }

    private static InvalidDataException WrongSize(Resource resource, string actual) => new(
        $"The resource {Quoted.Text(resource.Sha256)} says that it has {resource.Size} bytes, but it has {actual}: "
        + "it is damaged, or was not made by IResources.");
}
