using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers;

/// <summary>
/// A decoder of the library for an old format. Some of them fill the array they are given from its beginning to its
/// end, whatever part of it was asked for, and fail when it is too small for all they have; so they get one of their
/// own.
/// </summary>
internal sealed class WholeReads(Stream decoder, int bufferLength) : ForwardStream
{
    private readonly byte[] _buffer = new byte[bufferLength];
    private int _length;
    private int _used;

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        if (_used == _length)
        {
            _length = decoder.Read(_buffer, 0, _buffer.Length);
            _used = 0;
        }

        var read = Math.Min(count, _length - _used);
        _buffer.AsSpan(_used, read).CopyTo(buffer.AsSpan(offset));
        _used += read;
        return read;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            decoder.Dispose();
        }

        base.Dispose(disposing);
    }
}
