using System.Runtime.InteropServices;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>A stream that is read forward, once.</summary>
internal abstract class ForwardStream : Stream
{
    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException();

    /// <summary>How many bytes have been read; some decoders ask for it.</summary>
    public sealed override long Position
    {
        get => BytesOut;
        set => throw new NotSupportedException();
    }

    /// <summary>How many bytes have been read.</summary>
    public long BytesOut { get; private set; }

    /// <summary>Passes over bytes of a stream, by seeking where that is possible.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static bool Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Position += count;
            return true;
        }

        var discarded = new byte[4096];
        while (count > 0)
        {
            var read = stream.Read(discarded, 0, (int)Math.Min(count, discarded.Length));
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            count -= read;
        }

        return true;
    }

    public sealed override int Read(byte[] buffer, int offset, int count)
    {
        var read = ReadNext(buffer, offset, count);
        BytesOut += read;
        return read;
    }

    public sealed override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        // Decoders compute, and what they read is a local file: they work synchronously on purpose.
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(MemoryMarshal.TryGetArray<byte>(buffer, out var array)
            ? Read(array.Array!, array.Offset, array.Count)
            : Read(buffer.Span));
    }

    public sealed override Task<int> ReadAsync(
        byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(buffer, offset, count));
    }

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Reads what comes next; 0 at the end. Arrays rather than spans, since most decoders only take
    /// these.</summary>
    protected abstract int ReadNext(byte[] buffer, int offset, int count);
}
