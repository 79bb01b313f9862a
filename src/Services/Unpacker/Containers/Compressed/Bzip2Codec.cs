using SharpCompress.Compressors;
using SharpCompress.Compressors.BZip2;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>bzip2, with any number of streams.</summary>
internal sealed class Bzip2Codec : ICodec
{
    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } =
        [(".tbz2", ".tar"), (".tbz", ".tar"), (".bz2", ""), (".bz", "")];

    public long MemoryFor(Stream source) => 0;

    public Stream Open(Stream source, long memory) =>
        BZip2Stream.Create(source, CompressionMode.Decompress, decompressConcatenated: true, leaveOpen: true);
}
