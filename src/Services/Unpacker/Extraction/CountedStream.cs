namespace Karton.Services.Unpacker.Extraction;

/// <summary>A decoder inside of which there is another archive: all that comes out of it counts, headers and what is
/// skipped as well. Disposes the decoder.</summary>
internal sealed class CountedStream(Stream decoder, Unpacking unpacking) : ForwardStream
{
    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        var read = decoder.Read(buffer, offset, count);
        unpacking.Count(read);
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
