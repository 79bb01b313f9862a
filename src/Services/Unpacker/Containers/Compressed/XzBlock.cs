using Karton.Services.Unpacker.Extraction;
using SharpCompress.Compressors.LZMA;
using SharpCompress.Compressors.Xz.Filters;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>One block of an xz file.</summary>
/// <param name="Filters">The filters of its header in their binary form, the last of which is LZMA2.</param>
/// <param name="FilterCount">How many they are.</param>
/// <param name="Dictionary">The dictionary that it asks for.</param>
/// <param name="DictionaryCode">The same as it stands in the header.</param>
/// <param name="Start">Where its compressed data begin.</param>
/// <param name="Length">How long they are.</param>
/// <param name="Check">The kind of check that follows them.</param>
internal sealed record XzBlock(
    byte[] Filters, int FilterCount, uint Dictionary, byte DictionaryCode, long Start, long Length, XzCheck Check)
{
    /// <summary>
    /// Walks through all blocks without decoding them, from chunk to chunk: any block's header may ask for 4 GiB of
    /// memory, and nothing at the beginning of the file tells so.
    /// </summary>
    public static IEnumerable<XzBlock> ReadAll(Stream source)
    {
        using var walk = new XzWalk(source);
        foreach (var block in walk.Blocks())
        {
            yield return block;
        }
    }

    /// <summary>The largest dictionary that any block asks for. Where the walk is stopped by damage, so is the decoding
    /// later on, and what lies behind does not matter.</summary>
    public static uint LargestDictionary(Stream source)
    {
        uint largest = 0;
        try
        {
            foreach (var block in ReadAll(source))
            {
                largest = Math.Max(largest, block.Dictionary);
            }
        }
        catch (Exception exception) when (exception is EndOfStreamException or RefusedException { EndsArchive: false })
        {
            return largest;
        }

        return largest;
    }

    /// <summary>Opens its decoder.</summary>
    public Stream Open(Stream source)
    {
        var data = new Section(source, Start, Length);
        Stream decoder = LzmaStream.Create(
            [DictionaryCode], data, inputSize: -1, outputSize: -1, presetDictionary: null, isLzma2: true);
        using var reader = new BinaryReader(new MemoryStream(Filters));
        var filters = new Stack<BlockFilter>();
        for (var i = 0; i < FilterCount - 1; i++)
        {
            filters.Push(BlockFilter.Read(reader));
        }

        var lzma = decoder;
        foreach (var filter in filters)
        {
            filter.SetBaseStream(decoder);
            decoder = filter;
        }

        var padding = (4 - (Length & 3)) & 3;
        return new XzCheckedStream(
            decoder, lzma, Check, new Section(source, Start + Length + padding, XzCheckedStream.LengthOf(Check)));
    }
}
