namespace Karton.Services.Unpacker.Containers;

/// <summary>The next bytes of a stream that is read forward, and not one more. Leaves the stream open.</summary>
internal sealed class Rest(Stream stream, long length) : Stream
{
    /// <summary>How many bytes have not been read yet.</summary>
    public long Left { get; private set; } = length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Left == 0)
        {
            return 0;
        }

        var read = stream.Read(Left < buffer.Length ? buffer[..(int)Left] : buffer);
        Left -= read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
