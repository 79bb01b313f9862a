namespace Karton.Sdk.Tests.Stores;

/// <summary>A stream of any length that cannot seek and holds nothing in memory: each 8 bytes say where they
/// are.</summary>
internal sealed class GeneratedStream(long length, long seed = 0) : Stream
{
    private long _position;

    /// <summary>Called before each read with the position that was reached.</summary>
    public Action<long>? Reading { get; init; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public static byte[] Bytes(int length, long seed = 0)
    {
        var bytes = new byte[length];
        new GeneratedStream(length, seed).ReadExactly(bytes);
        return bytes;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        Reading?.Invoke(_position);

        // Odd portions, as a network gives them.
        var count = (int)Math.Min(Math.Min(buffer.Length, 100_003), length - _position);
        for (var i = 0; i < count; i++)
        {
            var at = _position + i;
            buffer[i] = (byte)(((at >> 3) + seed) >> (int)((at & 7) * 8));
        }

        _position += count;
        return count;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
