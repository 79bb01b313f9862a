using Karton.Services.Unpacker.Extraction;
using SharpCompress.Common;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The members of an archive in one of the formats of the eighties.</summary>
internal sealed class OldMembers(IReader reader) : IMemberReader
{
    private const int SmallestBuffer = 64 * 1024;

    private readonly StreamedMembers _members = new(reader, isSolid: false);

    public IEntry Current => _members.Current;

    public bool IsSolid => false;

    public bool IsRandomAccess => false;

    public bool MoveNext() => _members.MoveNext();

    public Stream Open() => Current.Size <= OldContainer.LargestEntry
        ? new WholeReads(_members.Open(), (int)Math.Max(SmallestBuffer, Current.Size))
        : throw new RefusedException(
            RefusalReasons.Memory,
            $"It is unpacked in memory, up to {OldContainer.LargestEntry:N0} bytes; it declares {Current.Size:N0}.");

    public void Abandon() => _members.Abandon();

    public void Dispose() => _members.Dispose();
}
