using System.Net;

namespace Karton.Sdk.Stores.S3;

/// <summary>A part that lies in memory as the body of a request. It can be sent again.</summary>
/// <param name="content">The bytes.</param>
/// <param name="stall">Is put off as long as the transfer moves.</param>
internal sealed class MemoryPart(ReadOnlyMemory<byte> content, CancellationTokenSource stall) : HttpContent
{
    private const int Block = 1024 * 1024;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    // On one thread, as a part of a file.
    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        Task.Run(() => Send(stream, cancellationToken), cancellationToken);

    protected override bool TryComputeLength(out long computed)
    {
        computed = content.Length;
        return true;
    }

    private void Send(Stream stream, CancellationToken cancellationToken)
    {
        for (var sent = 0; sent < content.Length; sent += Block)
        {
            cancellationToken.ThrowIfCancellationRequested();
            stream.Write(content.Span.Slice(sent, Math.Min(Block, content.Length - sent)));
            stall.CancelAfter(S3Connection.StallLimit);
        }
    }
}
