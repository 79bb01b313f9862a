using SharpCompress.Compressors.Lzw;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>The old Unix compress (.Z).</summary>
internal sealed class LzwCodec : ICodec
{
    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } = [(".taz", ".tar"), (".z", "")];

    public long MemoryFor(Stream source) => 0;

    public Stream Open(Stream source, long memory) => new LzwStream(source);
}
