using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The current entry of a reader of its own. Disposing it disposes the reader and reads nothing more, where the
/// library would unpack the rest to no purpose.</summary>
internal sealed class ReaderEntryStream(IReader reader) : Stream
{
    private readonly Stream _entry = reader.OpenEntryStream();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => _entry.Read(buffer, offset, count);

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
            reader.Cancel();
            _entry.Dispose();
            reader.Dispose();
        }

        base.Dispose(disposing);
    }
}
