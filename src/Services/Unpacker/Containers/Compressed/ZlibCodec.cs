using System.IO.Compression;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>A bare zlib stream (RFC 1950).</summary>
internal sealed class ZlibCodec : ICodec
{
    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } = [(".zlib", ""), (".zz", "")];

    public long MemoryFor(Stream source) => 0;

    public Stream Open(Stream source, long memory) =>
        new ZLibStream(source, CompressionMode.Decompress, leaveOpen: true);
}
