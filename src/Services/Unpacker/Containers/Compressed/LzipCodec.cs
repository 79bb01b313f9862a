using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>lzip, with any number of members.</summary>
internal sealed class LzipCodec : ICodec
{
    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } = [(".tlz", ".tar"), (".lz", "")];

    public long MemoryFor(Stream source) =>
        DecoderMemory.ForDictionary(LzipMember.ReadAll(source).Max(member => member.Dictionary));

    public Stream Open(Stream source, long memory) =>
        new Sequence(LzipMember.ReadAll(source).Select(member => member.Open(source)));
}
