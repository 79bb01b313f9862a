using Karton.Services.Unpacker.Extraction;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The current entry of a reader of its own. Disposing it disposes the reader and reads nothing more, where
/// the library would unpack the rest to no purpose.</summary>
internal sealed class ReaderEntryStream(IReader reader) : ForwardStream
{
    private readonly Stream _entry = reader.OpenEntryStream();

    protected override int ReadNext(byte[] buffer, int offset, int count) => _entry.Read(buffer, offset, count);

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
