using Karton.Services.Unpacker.Extraction;
using SharpCompress.Readers;

namespace Karton.Services.Unpacker.Containers;

/// <summary>Old formats that the library reads: arj and ace. It reads arc as well, but its decoders for that run on
/// without end on some files, and take ever more memory.</summary>
internal sealed class OldContainer(Func<Stream, ReaderOptions, IReader> open) : IContainer
{
    /// <summary>The largest entry: the library's decoders take whole entries into memory.</summary>
    public const int LargestEntry = 16 << 20;

    private const int LargestArchive = 16 << 20;

    public async Task UnpackAsync(Unpacking unpacking)
    {
        var length = unpacking.Source.Length;
        if (length > LargestArchive)
        {
            throw new RefusedException(
                RefusalReasons.Memory,
                $"Archives of this format are unpacked in memory, up to {LargestArchive:N0} bytes; it has "
                + $"{length:N0}.");
        }

        await new MemberWalk(unpacking, _ => Open(unpacking)).UnpackAsync([""]);
    }

    private OldMembers Open(Unpacking unpacking)
    {
        var whole = new Section(unpacking.Source, 0, unpacking.Source.Length);
        return new OldMembers(open(whole, new ReaderOptions { LeaveStreamOpen = true }));
    }
}
