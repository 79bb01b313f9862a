using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>xz, with any number of streams and blocks.</summary>
internal sealed class XzCodec : ICodec
{
    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } = [(".txz", ".tar"), (".xz", "")];

    public long MemoryFor(Stream source) => DecoderMemory.ForDictionary(XzBlock.LargestDictionary(source));

    public Stream Open(Stream source, long memory) =>
        new Sequence(XzBlock.ReadAll(source).Select(block => block.Open(source)));
}
