namespace Karton.Services.Unpacker.Extraction;

/// <summary>A part of a stream that can seek, as a stream of its own. Several may be read in turns.</summary>
internal sealed class Section(Stream whole, long start, long length) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var rest = Math.Max(0, length - _position);
        if (whole.Position != start + _position)
        {
            whole.Position = start + _position;
        }

        // Reads at the end, too, so that the source notices a decoder that spins there.
        var read = rest == 0
            ? whole.Read(buffer[..0])
            : whole.Read(rest < buffer.Length ? buffer[..(int)rest] : buffer);
        _position += read;
        return read;
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            _ => length + offset,
        };
        ArgumentOutOfRangeException.ThrowIfNegative(target, nameof(offset));
        _position = target;
        return target;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
