namespace Karton.Services.Unpacker.Extraction;

/// <summary>Some bytes, then a stream, read forward as one. Disposes the stream.</summary>
internal sealed class Chain(ReadOnlyMemory<byte> first, Stream then) : ForwardStream
{
    private ReadOnlyMemory<byte> _first = first;

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        if (_first.Length == 0)
        {
            return then.Read(buffer, offset, count);
        }

        var read = Math.Min(count, _first.Length);
        _first.Span[..read].CopyTo(buffer.AsSpan(offset));
        _first = _first[read..];
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            then.Dispose();
        }

        base.Dispose(disposing);
    }
}
