using System.Buffers;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Win32.SafeHandles;
using Minio.DataModel.Args;

namespace Karton.Sdk.Stores.S3;

/// <summary>
/// An object store in a bucket of any server that speaks S3. Contents lie under <c>sha256/ab/cdef…</c>, named by their
/// hash; what the bucket has already is not sent again. Contents that are too large for memory and come from no file
/// lie in a temporary file until their hash is known. The hash is verified when contents are read, and a read goes on
/// where it was when the connection breaks.
/// </summary>
public sealed class MinioMessageDataRepository : IObjectStore, IDisposable
{
    private const int SmallBlock = 256 * 1024;
    private const int LargeBlock = 1024 * 1024;

    // To ask first costs a round trip, which is more than to send this much.
    private const int AskFirst = 16 * 1024;

    // A server spends its time on one core with one stream; parts that overlap use several.
    private const int SinglePut = 64 * 1024 * 1024;
    private const int ParallelParts = 3;
    private const long LeastPart = 64 * 1024 * 1024;
    private const int MostParts = 10_000;

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
        return await SizeOfAsync(ContentKey.Of(sha256), cancellationToken) is not null;
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
        var stored = Describe(SHA256.HashData(content.Span), content.Length);
        var key = ContentKey.Of(stored.Sha256);
        if (content.Length <= AskFirst || await SizeOfAsync(key, cancellationToken) != stored.Size)
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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await HashAsync(file.SafeFileHandle, start, size, hash, check, cancellationToken);

        var stored = Describe(hash.GetHashAndReset(), size);
        await KeepAsync(stored, file.SafeFileHandle, start, check, cancellationToken);
        file.Position = start + size;
        return stored;
    }

    private static async Task HashAsync(
        SafeFileHandle file,
        long start,
        long size,
        IncrementalHash hash,
        PartCheck check,
        CancellationToken cancellationToken)
    {
        var now = ArrayPool<byte>.Shared.Rent(LargeBlock);
        var next = ArrayPool<byte>.Shared.Rent(LargeBlock);
        try
        {
            var reading = RandomAccess.ReadAsync(file, Part(now, 0), start, cancellationToken);
            for (var done = 0L; done < size;)
            {
                var read = await reading;
                if (read == 0)
                {
                    throw new ContentChangedException(check.Path);
                }

                done += read;
                (now, next) = (next, now);
                reading = done < size
                    ? RandomAccess.ReadAsync(file, Part(now, done), start + done, cancellationToken)
                    : ValueTask.FromResult(0);
                hash.AppendData(next.AsSpan(0, read));
                check.Append(next.AsSpan(0, read));
            }

            check.End();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(now);
            ArrayPool<byte>.Shared.Return(next);
        }

        Memory<byte> Part(byte[] buffer, long done) => buffer.AsMemory(0, (int)Math.Min(LargeBlock, size - done));
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
            var block = buffer.AsMemory(0, LargeBlock);
            int length;
            do
            {
                length = await content.ReadAtLeastAsync(
                    block, block.Length, throwOnEndOfStream: false, cancellationToken);
                await spool.WriteAsync(hash, block[..length], cancellationToken);
            }
            while (length == block.Length);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var stored = Describe(hash.GetHashAndReset(), spool.Length);
        await KeepAsync(stored, spool.Handle, start: 0, check: null, cancellationToken);
        return stored;
    }

    private async Task KeepAsync(
        StoredObject stored, SafeFileHandle file, long start, PartCheck? check, CancellationToken cancellationToken)
    {
        var key = ContentKey.Of(stored.Sha256);
        if (await SizeOfAsync(key, cancellationToken) == stored.Size)
        {
            return;
        }

        var partSize = PartSize(stored.Size);
        if (partSize == stored.Size)
        {
            await PutAsync(key, stall => new FilePart(file, start, stored.Size, check, stall), cancellationToken);
            return;
        }

        await new MultipartUpload(_connection, key).RunAsync(
            (int)((stored.Size + partSize - 1) / partSize),
            ParallelParts,
            (index, stall) => new FilePart(
                file,
                start + (index * partSize),
                Math.Min(partSize, stored.Size - (index * partSize)),
                check,
                stall),
            cancellationToken);
    }

    private static long PartSize(long size) =>
        size <= SinglePut ? size : Math.Max(LeastPart, (size + MostParts - 1) / MostParts);

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

    private async Task<long?> SizeOfAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await _connection.Attempts.RunAsync(
                async stop =>
                {
                    using var response = await _connection.SendAsync(HttpMethod.Head, key, "", content: null, stop);
                    return response.Content.Headers.ContentLength;
                },
                cancellationToken);
        }
        catch (S3Exception)
        {
            return null;
        }
    }

    private static StoredObject Describe(ReadOnlySpan<byte> hash, long size)
    {
        var sha256 = Convert.ToHexStringLower(hash);
        return new StoredObject(ContentAddress.Of(sha256), sha256, size);
    }
}
