using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace Karton.Sdk.Stores.S3;

/// <summary>Hashes a part of a file.</summary>
internal static class FileHash
{
    private const int Block = 256 * 1024;

    /// <summary>Does it on one thread that waits for the disk.</summary>
    /// <exception cref="ContentChangedException">The file ended before its end.</exception>
    internal static Task<StoredObject> ComputeAsync(
        SafeFileHandle file, long start, long size, PartCheck check, CancellationToken cancellationToken) =>
        Task.Run(() => Compute(file, start, size, check, cancellationToken), cancellationToken);

    private static StoredObject Compute(
        SafeFileHandle file, long start, long size, PartCheck check, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            for (var done = 0L; done < size;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var block = buffer.AsSpan(0, (int)Math.Min(Block, size - done));
                var read = RandomAccess.Read(file, block, start + done);
                if (read == 0)
                {
                    throw new ContentChangedException(check.Path);
                }

                hash.AppendData(block[..read]);
                check.Append(block[..read]);
                done += read;
            }

            check.End();
            return ContentKey.Describe(hash.GetHashAndReset(), size);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
