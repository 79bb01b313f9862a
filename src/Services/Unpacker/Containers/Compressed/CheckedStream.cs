using System.IO.Hashing;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>A decoder whose size and CRC are known; a difference is told at its end. Disposes the decoder.</summary>
internal sealed class CheckedStream(Stream decoder, long size, uint crc) : ForwardStream
{
    private readonly Crc32 _crc = new();

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        var read = decoder.Read(buffer, offset, count);
        _crc.Append(buffer.AsSpan(offset, read));
        if (read == 0 && count > 0 && (BytesOut != size || _crc.GetCurrentHashAsUInt32() != crc))
        {
            throw RefusedException.Corrupt("What comes out is not what was packed: size or CRC differ.");
        }

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
