using Karton.Services.Unpacker.Extraction;
using SharpCompress.Compressors.Deflate;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>A decoder whose size and CRC are known; a difference is told at its end. Disposes the decoder.</summary>
internal sealed class CheckedStream(Stream decoder, long size, uint crc) : Stream
{
    private readonly CRC32 _crc = new();
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => size;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = decoder.Read(buffer, offset, count);
        _position += read;
        _crc.SlurpBlock(buffer, offset, read);
        if (read == 0 && count > 0 && (_position != size || (uint)_crc.Crc32Result != crc))
        {
            throw RefusedException.Corrupt("What comes out is not what was packed: size or CRC differ.");
        }

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
            decoder.Dispose();
        }

        base.Dispose(disposing);
    }
}
