namespace Karton.Services.Unpacker.Extraction;

/// <summary>Some bytes, then a stream, read forward as one. Disposes the stream.</summary>
internal sealed class Chain(ReadOnlyMemory<byte> first, Stream then) : Stream
{
    private ReadOnlyMemory<byte> _first = first;
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        if (_first.Length > 0)
        {
            read = Math.Min(buffer.Length, _first.Length);
            _first.Span[..read].CopyTo(buffer);
            _first = _first[read..];
        }
        else
        {
            read = then.Read(buffer);
        }

        _position += read;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            then.Dispose();
        }

        base.Dispose(disposing);
    }
}
