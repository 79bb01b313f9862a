using SharpCompress.Common;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The members of one of the library's readers, which goes forward only.</summary>
internal sealed class StreamedMembers(IReader reader, bool isSolid) : IMemberReader
{
    public IEntry Current => reader.Entry;

    public long? Size => reader.Entry.Size;

    public bool IsSolid => isSolid;

    public bool IsRandomAccess => false;

    public bool MoveNext() => reader.MoveToNextEntry();

    public Stream Open() => reader.OpenEntryStream();

    public void Abandon() => reader.Cancel();

    public void Dispose()
    {
        // Without this the library would unpack the rest of the member at hand.
        reader.Cancel();
        reader.Dispose();
    }
}
