using System.Buffers;

namespace Karton.Services.Classifier.Content;

/// <summary>Reads the parts of a sample that classification needs into rented memory, which goes back when it is
/// disposed.</summary>
internal sealed class SampleReader : IDisposable
{
    /// <summary>Holds the directory of all but the largest zips, and the trailer of a disk image.</summary>
    internal const int TailSize = 64 * 1024;

    private byte[]? _head;
    private byte[]? _tail;

    /// <param name="name">The sample's name.</param>
    /// <param name="stream">All of it, at its beginning.</param>
    /// <param name="length">How long it is said to be.</param>
    /// <param name="headSize">How many of its first bytes to read at most.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<SampleContent> ReadAsync(
        string name, Stream stream, long length, int headSize, CancellationToken cancellationToken)
    {
        var wanted = (int)Math.Min(length, headSize);
        _head = ArrayPool<byte>.Shared.Rent(wanted);
        var read = await stream.ReadAtLeastAsync(
            _head.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
        if (read < wanted)
        {
            throw new EndOfStreamException(
                $"The sample should have {length} bytes, but its stream ended after {read}. The store holds only a "
                + "part of it.");
        }

        var tail = length > read ? await ReadTailAsync(stream, length, cancellationToken) : default;
        return new SampleContent(name, _head.AsMemory(0, read), tail, length);
    }

    public void Dispose()
    {
        Return(ref _head);
        Return(ref _tail);
    }

    private static void Return(ref byte[]? rented)
    {
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
            rented = null;
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadTailAsync(
        Stream stream, long length, CancellationToken cancellationToken)
    {
        if (!stream.CanSeek)
        {
            return default;
        }

        var wanted = (int)Math.Min(length, TailSize);
        _tail = ArrayPool<byte>.Shared.Rent(wanted);
        stream.Seek(-wanted, SeekOrigin.End);
        var read = await stream.ReadAtLeastAsync(
            _tail.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellationToken);
        return _tail.AsMemory(0, read);
    }
}
