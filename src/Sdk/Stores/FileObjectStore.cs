using System.Buffers;
using System.Security.Cryptography;

namespace Karton.Sdk.Stores;

/// <summary>
/// An object store in a folder. Contents lie under <c>sha256/ab/cdef…</c>, named by their hash and read-only; what is
/// being written lies under <c>incoming</c> and gets its name by an atomic rename, so an object is there whole or not
/// at all. Several processes may use one folder at the same time.
/// </summary>
public sealed class FileObjectStore : IObjectStore
{
    private const int SmallBlock = 64 * 1024;
    private const int LargeBlock = 1024 * 1024;

    private readonly FileObjectStoreOptions _options;
    private readonly IncomingFolder _incoming;
    private readonly string _objects;
    private readonly bool[] _madeFolders = new bool[256];

    /// <summary>Opens the store in a folder with the default options, and makes the folder if there is none.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileObjectStore(string root)
        : this(root, new FileObjectStoreOptions())
    {
    }

    /// <summary>Opens the store in a folder, and makes the folder if there is none. What a process that died has left
    /// half written is removed.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    public FileObjectStore(string root, FileObjectStoreOptions options)
        : this(root, options, TimeProvider.System)
    {
    }

    internal FileObjectStore(string root, FileObjectStoreOptions options, TimeProvider time)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(root);
        ArgumentNullException.ThrowIfNull(options);
        Root = Path.GetFullPath(root);
        _options = options;
        _objects = Path.Combine(Root, "sha256");
        PrivateFolder.Make(_objects);
        _incoming = new IncomingFolder(Path.Combine(Root, "incoming"));
        _incoming.RemoveLeftovers(time.GetUtcNow());
    }

    /// <summary>The folder.</summary>
    public string Root { get; }

    /// <inheritdoc/>
    public async Task<StoredObject> StoreAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        var buffer = ArrayPool<byte>.Shared.Rent(SmallBlock);
        try
        {
            var block = buffer.AsMemory(0, SmallBlock);
            var length = await content.ReadAtLeastAsync(
                block, block.Length, throwOnEndOfStream: false, cancellationToken);
            return length < block.Length
                ? StoreSmall(block.Span[..length])
                : await StoreLargeAsync(block, content, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not 64 lower-case hexadecimal
    /// digits.</exception>
    public Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken = default)
    {
        ContentAddress.ThrowIfNoHash(sha256);
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult<Stream>(new FileStream(PathOf(sha256), new FileStreamOptions
            {
                Access = FileAccess.Read,
                Share = FileShare.Read | FileShare.Delete,
                Options = FileOptions.Asynchronous,
            }));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException(
                $"The object store in {Root} has no contents with the hash {sha256}. They may have been deleted with "
                + "their analysis.",
                sha256,
                e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not 64 lower-case hexadecimal
    /// digits.</exception>
    public Task<bool> ExistsAsync(string sha256, CancellationToken cancellationToken = default)
    {
        ContentAddress.ThrowIfNoHash(sha256);
        return Task.FromResult(File.Exists(PathOf(sha256)));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not 64 lower-case hexadecimal
    /// digits.</exception>
    public Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken = default)
    {
        ContentAddress.ThrowIfNoHash(sha256);
        var path = PathOf(sha256);
        if (!File.Exists(path))
        {
            return Task.FromResult(false);
        }

        File.Delete(path);
        return Task.FromResult(true);
    }

    /// <summary>Opens contents by their address, as <see cref="OpenAsync"/> does by their hash.</summary>
    /// <exception cref="ArgumentException">It is no address of an object store.</exception>
    /// <exception cref="FileNotFoundException">There is no such object.</exception>
    public Task<Stream> Get(Uri address, CancellationToken cancellationToken = default) =>
        OpenAsync(ContentAddress.HashOf(address), cancellationToken);

    /// <summary>Stores contents as <see cref="StoreAsync"/> does, and returns their address.</summary>
    /// <param name="stream">The contents.</param>
    /// <param name="timeToLive">Not used: an object lives as long as an analysis that refers to it.</param>
    /// <param name="cancellationToken">Ends the storing; nothing is stored then.</param>
    public async Task<Uri> Put(
        Stream stream, TimeSpan? timeToLive = default, CancellationToken cancellationToken = default) =>
        (await StoreAsync(stream, cancellationToken)).Address;

    // What fits one block is hashed before it is written, so known contents cost no file at all.
    private StoredObject StoreSmall(ReadOnlySpan<byte> content)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(content, hash);
        var stored = Describe(hash, content.Length);
        if (!IsThere(stored))
        {
            using var file = _incoming.Create();
            file.Write(content);
            Keep(file, stored);
        }

        return stored;
    }

    private async Task<StoredObject> StoreLargeAsync(
        ReadOnlyMemory<byte> first, Stream content, CancellationToken cancellationToken)
    {
        using var file = _incoming.Create();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await WriteAsync(file, hash, first, cancellationToken);

        var buffer = ArrayPool<byte>.Shared.Rent(LargeBlock);
        try
        {
            var block = buffer.AsMemory(0, LargeBlock);
            int length;
            do
            {
                length = await content.ReadAtLeastAsync(
                    block, block.Length, throwOnEndOfStream: false, cancellationToken);
                await WriteAsync(file, hash, block[..length], cancellationToken);
            }
            while (length == block.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var stored = Describe(hash.GetHashAndReset(), file.Length);
        if (!IsThere(stored))
        {
            Keep(file, stored);
        }

        return stored;
    }

    // Hashes while the write is on its way.
    private static async Task WriteAsync(
        IncomingFile file, IncrementalHash hash, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        var writing = file.WriteAsync(block, cancellationToken);
        hash.AppendData(block.Span);
        await writing;
    }

    private void Keep(IncomingFile file, StoredObject stored)
    {
        if (_options.FlushToDisk)
        {
            file.FlushToDisk();
        }

        var first = Convert.FromHexString(stored.Sha256.AsSpan(0, 2))[0];
        var path = PathOf(stored.Sha256);
        if (!_madeFolders[first])
        {
            PrivateFolder.Make(Path.GetDirectoryName(path)!);
            _madeFolders[first] = true;
        }

        file.MoveTo(path);
    }

    // A file of another length was cut short by a power cut: it does not count and is replaced.
    private bool IsThere(StoredObject stored)
    {
        var file = new FileInfo(PathOf(stored.Sha256));
        return file.Exists && file.Length == stored.Size;
    }

    private static StoredObject Describe(ReadOnlySpan<byte> hash, long size)
    {
        var sha256 = Convert.ToHexStringLower(hash);
        return new StoredObject(ContentAddress.Of(sha256), sha256, size);
    }

    private string PathOf(string sha256) => Path.Join(_objects, sha256.AsSpan(0, 2), sha256.AsSpan(2));
}
