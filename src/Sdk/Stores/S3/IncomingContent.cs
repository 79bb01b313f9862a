using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Karton.Sdk.Stores.S3;

/// <summary>Stores a long stream while it comes, and so before its hash is known: in parts to a key of its own, from
/// which the server copies it to that of the hash. Nothing is left under the first. Of the stream only the parts that
/// are on their way lie in memory.</summary>
internal sealed class IncomingContent(
    S3Connection connection, int partSize = IncomingContent.DefaultPart, long largestCopy = IncomingContent.LargestCopy)
{
    internal const int DefaultPart = 16 * 1024 * 1024;
    private const long CopyPart = 1024 * 1024 * 1024;

    // What Amazon copies in one request.
    internal const long LargestCopy = 5L * 1024 * 1024 * 1024;

    /// <param name="begin">What was read of it; a multiple of the size of a part.</param>
    /// <param name="rest">What comes after that.</param>
    /// <param name="hash">Has the hash of the beginning.</param>
    /// <param name="cancellationToken">Ends it; nothing is stored.</param>
    internal async Task<StoredObject> StoreAsync(
        SpoolFile begin, Stream rest, IncrementalHash hash, CancellationToken cancellationToken)
    {
        // The token comes to the parts from those who send them.
        var upload = await MultipartUpload.BeginAsync(connection, ContentKey.NewIncoming(), cancellationToken);
        try
        {
            var size = begin.Length;
            await upload.SendAsync(
                PartsAsync(begin, rest, hash, length => size += length, CancellationToken.None), cancellationToken);
            var stored = ContentKey.Describe(hash.GetHashAndReset(), size);
            var key = ContentKey.Of(stored.Sha256);
            if (await connection.SizeOfAsync(key, cancellationToken) != stored.Size)
            {
                await upload.CompleteAsync(cancellationToken);
                await CopyAsync(upload.Key, key, stored.Size, cancellationToken);
            }

            return stored;
        }
        finally
        {
            await upload.DiscardAsync();
        }
    }

    private async IAsyncEnumerable<UploadPart> PartsAsync(
        SpoolFile begin,
        Stream rest,
        IncrementalHash hash,
        Action<int> taken,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var index = 0;
        for (var offset = 0L; offset < begin.Length; offset += partSize)
        {
            var at = offset;
            yield return new UploadPart(
                index++,
                stall => new FilePart(begin.Handle, at, Math.Min(partSize, begin.Length - at), check: null, stall));
        }

        var free = new ConcurrentBag<byte[]>();
        for (var length = partSize; length == partSize;)
        {
            var buffer = free.TryTake(out var used) ? used : GC.AllocateUninitializedArray<byte>(partSize);
            length = await FillAsync(buffer, rest, hash, cancellationToken);
            var content = buffer.AsMemory(0, length);
            if (length > 0)
            {
                if (index == MultipartUpload.MostParts)
                {
                    throw new InvalidDataException(
                        $"A stream is longer than {(long)index * partSize} bytes, the most that the object store at "
                        + $"{connection.Options.Endpoint} takes of one. Store it from a file.");
                }

                taken(length);
                yield return new UploadPart(index++, stall => new MemoryPart(content, stall), () => free.Add(buffer));
            }
        }
    }

    private async Task<int> FillAsync(
        byte[] buffer, Stream content, IncrementalHash hash, CancellationToken cancellationToken)
    {
        var filled = 0;
        int read;
        do
        {
            read = await content.ReadAsync(buffer.AsMemory(filled, partSize - filled), cancellationToken);
            hash.AppendData(buffer.AsSpan(filled, read));
            filled += read;
        }
        while (read > 0 && filled < partSize);

        return filled;
    }

    private async Task CopyAsync(string source, string key, long size, CancellationToken cancellationToken)
    {
        if (size <= largestCopy)
        {
            await connection.Attempts.RunAsync(
                stop => CopyOnceAsync(source, key, stop), S3Connection.CopyLimit, cancellationToken);
            return;
        }

        var upload = await MultipartUpload.BeginAsync(connection, key, cancellationToken);
        try
        {
            await upload.CopyAsync(source, size, Math.Min(CopyPart, largestCopy), cancellationToken);
            await upload.CompleteAsync(cancellationToken);
        }
        catch
        {
            await upload.AbortAsync();
            throw;
        }
    }

    private async Task<bool> CopyOnceAsync(string source, string key, CancellationToken cancellationToken)
    {
        using var response = await connection.CopyAsync(source, key, "", range: null, cancellationToken);
        var answer = await S3Connection.ReadAsync(response, cancellationToken);
        return answer.Name.LocalName == "CopyObjectResult" ? true : throw S3Exception.Inside(answer);
    }
}
