using Karton.Services.Unpacker.Extraction;
using SharpCompress.Common;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The members of an archive in one of the old formats.</summary>
internal sealed class OldMembers(IReader reader) : IMemberReader
{
    private const int SmallestBuffer = 64 * 1024;

    private readonly StreamedMembers _members = new(reader, isSolid: false);

    public IEntry Current => _members.Current;

    public long? Size => _members.Size;

    public bool IsSolid => false;

    public bool IsRandomAccess => false;

    public bool MoveNext() => _members.MoveNext();

    public Stream Open()
    {
        var size = Current.Size;
        return size <= OldContainer.LargestEntry
            ? new WholeReads(_members.Open(), (int)Math.Max(SmallestBuffer, size))
            : throw new RefusedException(
                RefusalReasons.Memory,
                $"It is unpacked in memory, up to {OldContainer.LargestEntry:N0} bytes; it declares {size:N0}.");
    }

    public void Abandon() => _members.Abandon();

    public void Dispose() => _members.Dispose();
}
