namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>Zstandard, with any number of frames.</summary>
internal sealed class ZstandardCodec : ICodec
{
    public IReadOnlyList<(string Ending, string Replacement)> Endings { get; } =
        [(".tzst", ".tar"), (".zst", ""), (".zstd", "")];

    public long MemoryFor(Stream source)
    {
        var head = new byte[ZstandardFrame.HeadLength];
        source.Position = 0;
        source.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return ZstandardFrame.WindowOf(head);
    }

    public Stream Open(Stream source, long memory) => ZstandardFrame.Open(source, memory);
}
