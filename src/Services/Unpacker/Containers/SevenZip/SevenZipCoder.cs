using System.Buffers.Binary;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>One step of decoding.</summary>
internal sealed record SevenZipCoder(ulong Method, ReadOnlyMemory<byte> Properties, int Inputs, int Outputs)
{
    public const ulong Copy = 0;
    public const ulong Lzma2 = 0x21;
    public const ulong Lzma = 0x030101;
    public const ulong Ppmd = 0x030401;
    public const ulong Zstandard = 0x04F71101;
    public const ulong Aes = 0x06F10701;

    // The library's decoder refuses larger windows, and the size stands in the data, not in the header.
    private const long LargestZstandardWindow = 1 << 27;

    /// <summary>The memory that its decoder takes.</summary>
    public long Memory => Method switch
    {
        Lzma when Properties.Length >= 5 =>
            DecoderMemory.ForDictionary(BinaryPrimitives.ReadUInt32LittleEndian(Properties.Span[1..])),
        Lzma2 when Properties.Length >= 1 => DecoderMemory.ForDictionary(Lzma2Dictionary(Properties.Span[0])),
        Ppmd when Properties.Length >= 5 =>
            DecoderMemory.ForModel(BinaryPrimitives.ReadUInt32LittleEndian(Properties.Span[1..])),
        Zstandard => LargestZstandardWindow,
        _ => 0,
    };

    private static uint Lzma2Dictionary(byte code) =>
        code >= 40 ? uint.MaxValue : (2u | (code & 1u)) << ((code / 2) + 11);
}
