using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Karton.Sdk.Resources;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Minio.DataModel.Args;

namespace Karton.Sdk.Stores.S3;

/// <summary>
/// An object store in a bucket of any server that speaks S3. Contents lie under <c>sha256/ab/cdef…</c>, named by their
/// hash; what the bucket has already is not sent again. A stream that comes from no file lies in a temporary file until
/// its hash is known; one of more than 64 MiB is sent while it comes, known or not, to a key under <c>incoming/</c>,
/// from which the server copies it. The hash is verified when contents are read, and a read goes on where it was when
/// the connection breaks.
/// </summary>
public sealed class MinioMessageDataRepository : IObjectStore, IDisposable
{
    private const int SmallBlock = 256 * 1024;
    private const int LargeBlock = 1024 * 1024;

    // To ask first costs a round trip, which is more than to send this much.
    private const int AskFirst = 16 * 1024;

    // A stream that is longer is sent before its hash is known.
    private const int LongestSpool = 64 * 1024 * 1024;

    // Hashing a file of 1 GiB first and sending it whole took client and server together an eighth less processor time
    // than sending it in parts while it was hashed. What is larger goes in parts: Amazon takes 5 GiB at most
    // in one, and a connection that breaks should not cost all of it.
    private const long SinglePut = 2L * 1024 * 1024 * 1024;
    private const long LeastPart = 64 * 1024 * 1024;

    private readonly S3Connection _connection;
    private readonly BucketSetup _bucket;
    private volatile bool _isConditional = true;

    /// <summary>Makes one that logs nothing. Nothing is asked of the server before the first use.</summary>
    /// <exception cref="IOException"><see cref="S3Options.CaFile"/> cannot be read.</exception>
    public MinioMessageDataRepository(S3Options options)
        : this(options, NullLogger<MinioMessageDataRepository>.Instance)
    {
    }

    /// <summary>Makes one. Nothing is asked of the server before the first use.</summary>
    /// <exception cref="IOException"><see cref="S3Options.CaFile"/> cannot be read.</exception>
    public MinioMessageDataRepository(S3Options options, ILogger<MinioMessageDataRepository> logger)
        : this(new S3Connection(Checked(options), logger))
    {
    }

    internal MinioMessageDataRepository(S3Connection connection)
    {
        _connection = connection;
        _bucket = new BucketSetup(connection);
    }

    /// <inheritdoc/>
    public async Task<StoredObject> StoreAsync(Stream content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        await _bucket.MakeReadyAsync(cancellationToken);
        if (content is FileStream { CanSeek: true, CanRead: true } file && file.Length - file.Position > SmallBlock)
        {
            return await StoreFileAsync(file, cancellationToken);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(SmallBlock);
        try
        {
            var block = buffer.AsMemory(0, SmallBlock);
            var length = await content.ReadAtLeastAsync(
                block, block.Length, throwOnEndOfStream: false, cancellationToken);
            return length < block.Length
                ? await StoreSmallAsync(block[..length], cancellationToken)
                : await StoreStreamAsync(block, content, cancellationToken);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not 64 lower-case hexadecimal
    /// digits.</exception>
    /// <exception cref="IOException">The server cannot be reached; later it may.</exception>
    /// <exception cref="UnauthorizedAccessException">The server does not allow it.</exception>
    public async Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken = default)
    {
        ContentAddress.ThrowIfNoHash(sha256);
        try
        {
            var response = await _connection.Attempts.RunAsync(
                stop => _connection.GetAsync(ContentKey.Of(sha256), from: 0, stop), cancellationToken);
            return new S3ReadStream(_connection, sha256, response);
        }
        catch (S3Exception e)
        {
            throw new FileNotFoundException(
                $"The object store at {_connection.Options.Endpoint}, bucket {_connection.Options.Bucket}, has no "
                + $"contents with the hash {sha256}. They may have been deleted with their analysis.",
                sha256,
                e);
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not 64 lower-case hexadecimal
    /// digits.</exception>
    /// <exception cref="IOException">The server cannot be reached; later it may.</exception>
    /// <exception cref="UnauthorizedAccessException">The server does not allow it.</exception>
    public async Task<bool> ExistsAsync(string sha256, CancellationToken cancellationToken = default)
    {
        ContentAddress.ThrowIfNoHash(sha256);
        await _bucket.MakeReadyAsync(cancellationToken);
        return await _connection.SizeOfAsync(ContentKey.Of(sha256), cancellationToken) is not null;
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><paramref name="sha256"/> is not 64 lower-case hexadecimal
    /// digits.</exception>
    /// <exception cref="IOException">The server cannot be reached; later it may.</exception>
    /// <exception cref="UnauthorizedAccessException">The server does not allow it.</exception>
    public async Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken = default)
    {
        if (!await ExistsAsync(sha256, cancellationToken))
        {
            return false;
        }

        var args = new RemoveObjectArgs().WithBucket(_connection.Options.Bucket).WithObject(ContentKey.Of(sha256));
        await _connection.Attempts.RunAsync(
            async stop =>
            {
                await _connection.Sdk.RemoveObjectAsync(args, stop);
                return true;
            },
            cancellationToken);
        return true;
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

    /// <summary>Closes the connections. Streams that are open break.</summary>
    public void Dispose()
    {
        _bucket.Dispose();
        _connection.Dispose();
    }

    private static S3Options Checked(S3Options options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return S3OptionsValidator.Faults(options) is { Count: > 0 } faults
            ? throw new ArgumentException(string.Join(' ', faults), nameof(options))
            : options;
    }

    private async Task<StoredObject> StoreSmallAsync(
        ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        var stored = ContentKey.Describe(SHA256.HashData(content.Span), content.Length);
        var key = ContentKey.Of(stored.Sha256);
        if (content.Length <= AskFirst || await _connection.SizeOfAsync(key, cancellationToken) != stored.Size)
        {
            await PutAsync(key, _ => new ReadOnlyMemoryContent(content), cancellationToken);
        }

        return stored;
    }

    // Seeks, so it is read twice: what is known is never sent.
    private async Task<StoredObject> StoreFileAsync(FileStream file, CancellationToken cancellationToken)
    {
        await file.FlushAsync(cancellationToken);
        var start = file.Position;
        var size = file.Length - start;
        var check = new PartCheck(file.Name, start, PartSize(size));
        var stored = await FileHash.ComputeAsync(file.SafeFileHandle, start, size, check, cancellationToken);

        // It is for the stream to say whether this is its end.
        file.Position = start + size;
        if (await file.ReadAsync(new byte[1], cancellationToken) > 0)
        {
            throw new ContentChangedException(file.Name);
        }

        await KeepAsync(stored, file.SafeFileHandle, start, check, cancellationToken);
        return stored;
    }

    private async Task<StoredObject> StoreStreamAsync(
        ReadOnlyMemory<byte> first, Stream content, CancellationToken cancellationToken)
    {
        using var spool = new SpoolFile();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await spool.WriteAsync(hash, first, cancellationToken);
        var buffer = ArrayPool<byte>.Shared.Rent(LargeBlock);
        try
        {
            int wanted, length;
            do
            {
                wanted = (int)Math.Min(LargeBlock, LongestSpool - spool.Length);
                length = await content.ReadAtLeastAsync(
                    buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
                await spool.WriteAsync(hash, buffer.AsMemory(0, length), cancellationToken);
            }
            while (length == wanted && spool.Length < LongestSpool);

            if (length == wanted
                && await content.ReadAsync(buffer.AsMemory(0, LargeBlock), cancellationToken) is var more and > 0)
            {
                var rest = new PrefixedStream(buffer.AsMemory(0, more), content);
                return await new IncomingContent(_connection).StoreAsync(spool, rest, hash, cancellationToken);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var stored = ContentKey.Describe(hash.GetHashAndReset(), spool.Length);
        await KeepAsync(stored, spool.Handle, start: 0, check: null, cancellationToken);
        return stored;
    }

    private async Task KeepAsync(
        StoredObject stored, SafeFileHandle file, long start, PartCheck? check, CancellationToken cancellationToken)
    {
        var key = ContentKey.Of(stored.Sha256);
        if (await _connection.SizeOfAsync(key, cancellationToken) == stored.Size)
        {
            return;
        }

        var partSize = PartSize(stored.Size);
        if (partSize == stored.Size)
        {
            await PutAsync(key, stall => new FilePart(file, start, stored.Size, check, stall), cancellationToken);
            return;
        }

        var upload = await MultipartUpload.BeginAsync(_connection, key, cancellationToken);
        try
        {
            var count = (int)((stored.Size + partSize - 1) / partSize);
            var parts = Enumerable.Range(0, count).Select(index => new UploadPart(index, stall => new FilePart(
                file,
                start + (index * partSize),
                Math.Min(partSize, stored.Size - (index * partSize)),
                check,
                stall)));
            await upload.SendAsync(parts.ToAsyncEnumerable(), cancellationToken);
            await upload.CompleteAsync(cancellationToken);
        }
        catch
        {
            await upload.AbortAsync();
            throw;
        }
    }

    private static long PartSize(long size) => size <= SinglePut
        ? size
        : Math.Max(LeastPart, (size + MultipartUpload.MostParts - 1) / MultipartUpload.MostParts);

    private async Task PutAsync(
        string key, Func<CancellationTokenSource, HttpContent> content, CancellationToken cancellationToken) =>
        await _connection.Attempts.RunAsync(
            async attempt =>
            {
                using var stall = CancellationTokenSource.CreateLinkedTokenSource(attempt);
                stall.CancelAfter(S3Connection.StallLimit);
                await PutOnceAsync(key, content, stall);
                return true;
            },
            Timeout.InfiniteTimeSpan,
            cancellationToken);

    private async Task PutOnceAsync(
        string key, Func<CancellationTokenSource, HttpContent> content, CancellationTokenSource stall)
    {
        if (_isConditional)
        {
            try
            {
                using var body = content(stall);
                await _connection.PutNewAsync(key, body, stall.Token);
                return;
            }
            catch (S3Exception e) when (e.Status == HttpStatusCode.PreconditionFailed)
            {
                return;
            }
            catch (S3Exception e) when (e.Status == HttpStatusCode.NotImplemented || e.Code == "NotImplemented")
            {
                _isConditional = false;
            }
        }

        using var again = content(stall);
        using var response = await _connection.SendAsync(HttpMethod.Put, key, "", again, stall.Token);
    }
}
