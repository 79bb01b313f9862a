using System.Buffers;
using System.Net;
using Microsoft.Win32.SafeHandles;

namespace Karton.Sdk.Stores.S3;

/// <summary>A part of a file as the body of a request. It can be sent again.</summary>
/// <param name="file">The file.</param>
/// <param name="offset">Where the part begins.</param>
/// <param name="length">How long it is.</param>
/// <param name="check">Tells whether it is what it was when it was hashed.</param>
/// <param name="stall">Is put off as long as the transfer moves.</param>
internal sealed class FilePart(
    SafeFileHandle file, long offset, long length, PartCheck? check, CancellationTokenSource stall) : HttpContent
{
    private const int Block = 256 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // One thread that waits for disk and network: on a busy machine that was a tenth faster than to change threads for
    // each block. A request that is cancelled closes its connection, which ends the wait.
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Task.Run(() => Send(stream, cancellationToken), cancellationToken);

    protected override bool TryComputeLength(out long computed)
    {
        computed = length;
        return true;
    }

    private void Send(Stream stream, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            var hash = check?.Begin();
            for (var sent = 0L; sent < length;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var block = buffer.AsSpan(0, (int)Math.Min(Block, length - sent));
                var read = RandomAccess.Read(file, block, offset + sent);
                hash?.Append(block[..read]);
                sent += read;
                if (read == 0 || (sent == length && check?.IsSame(offset, hash!) == false))
                {
                    // Without its end the server does not take it.
                    throw new ContentChangedException(check?.Path ?? "The temporary file");
                }

                stream.Write(block[..read]);
                stall.CancelAfter(S3Connection.StallLimit);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
