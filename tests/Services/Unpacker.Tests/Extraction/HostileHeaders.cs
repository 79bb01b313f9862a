using System.Buffers.Binary;

namespace Karton.Services.Unpacker.Tests.Extraction;

/// <summary>Small files whose headers ask for gigabytes of memory.</summary>
internal static class HostileHeaders
{
    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["zip: LZMA dictionary of 4 GiB"] = Zip(14, [9, 20, 5, 0, 0x5D, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0], 100),
        ["zip: LZMA dictionary of 256 MiB"] = Zip(14, [9, 20, 5, 0, 0x5D, 0, 0, 0, 0x10, 0, 0, 0, 0, 0], 100),
        ["zip: PPMd model of 256 MiB"] = Zip(98, [0xF5, 0x0F, 0, 0, 0, 0], 100),
        ["zip: Zstandard window of 2 TiB"] = Zip(93, Zstandard(0xF8), 100),
        ["zip: shrunk to a gigabyte"] = Zip(1, new byte[31], 1 << 30),
        ["lzip: dictionary of 512 MiB"] = [.. "LZIP\u0001"u8, 29, .. new byte[25]],
        ["xz: dictionary of 4 GiB"] = Xz([Block(40)]),
        ["xz: dictionary of 3 GiB in the second block"] = Xz([Block(0), Block(39)]),
        ["zst: window of 1 GiB"] = Zstandard(0xA0),
        ["zst: window of 1 GiB in the second frame"] = [.. DataFiles.Read("two.txt.zst"), .. Zstandard(0xA0)],
        ["zst: contents of 8 EiB as one segment"] =
            [0x28, 0xB5, 0x2F, 0xFD, 0xE0, 0, 0, 0, 0, 0, 0, 0, 0x7F, .. new byte[12]],
        ["7z: header of 2 GiB"] = SevenZip([], length: int.MaxValue),
        ["7z: two billion packed streams"] = SevenZip([1, 4, 6, 0, .. Number(0x7FFF_FFFF), 9, 1]),
        ["7z: two billion folders"] = SevenZip([1, 4, 7, 11, .. Number(0x7FFF_FFFF), 0]),
        ["7z: two billion files in a folder"] =
            SevenZip([1, 4, 7, 11, 1, 0, 1, 1, 0, 12, 5, 0, 8, 13, .. Number(0x7FFF_FFFF), 0, 0]),
        ["7z: two billion files"] = SevenZip([1, 5, .. Number(0x7FFF_FFFF), 0, 0]),
        ["7z: properties of 2 GiB"] = SevenZip([1, 4, 7, 11, 1, 0, 1, 0x21, 0x21, .. Number(0x7FFF_FFFF), 0]),
        ["7z: LZMA dictionary of 4 GiB"] =
            SevenZip([1, 4, 6, 0, 1, 9, 5, 0, 7, 11, 1, 0, .. Lzma, 12, 100, 0, 0, 5, 1, 0, 0]),
        ["7z: header packed with a dictionary of 4 GiB"] =
            SevenZip([23, 6, 0, 1, 9, 5, 0, 7, 11, 1, 0, .. Lzma, 12, 100, 0, 0]),
        ["7z: header that becomes 4 GiB"] =
            SevenZip([23, 6, 0, 1, 9, 5, 0, 7, 11, 1, 0, 1, 1, 0, 12, .. Number(0xFFFF_FFFF), 0, 0]),
        ["rar 4: PPMd model of 256 MiB"] =
        [
            .. "Rar!\u001A\u0007\0"u8, .. RarBuilder.Block4(0x73, 0, new byte[6]),
            .. RarBuilder.File4("x", [0xBF, 0xFF, 0, 0], 0x33, 1000), 0xBF, 0xFF, 0, 0,
        ],
        ["rar 5: dictionary of 4 GiB"] = Rar(RarBuilder.File5("x", [1, 2, 3, 4], (3 << 7) | (15 << 10))),
        ["rar 5: comment of 2 GiB"] = Rar(Comment()),
        ["tar: name of 8 GiB"] = [.. TarBuilder.Header("././@LongLink", 0x1_FFFF_FFFF, 'L'), .. new byte[512]],
        ["tar.gz: pax header of 8 GiB"] = Gzip([.. TarBuilder.Header("pax", 0x1_FFFF_FFFF, 'x'), .. new byte[512]]),
        ["cpio: name of 4 GiB"] = [.. "070701"u8, .. Repeat('0', 88), .. Repeat('F', 8), .. Repeat('0', 8)],
        ["cab: folders and files that are not there"] =
            [.. "MSCF"u8, .. new byte[12], 44, 0, 0, 0, 0, 0, 0, 0, 3, 1, .. Repeat((char)0xFF, 4), .. new byte[6]],
        ["arj: entry of 2 GiB"] = [0x60, 0xEA, 0xFF, 0x7F, .. Repeat((char)0xFF, 60)],
    };

    private static byte[] Lzma => [1, 0x23, 3, 1, 1, 5, 0x5D, 0xFF, 0xFF, 0xFF, 0xFF];

    private static byte[] Zip(int method, byte[] data, long size) =>
        new ZipBuilder().Add("x"u8.ToArray(), data, new ZipFacts { Method = method, Size = size }).Build();

    private static byte[] Zstandard(byte window) => [0x28, 0xB5, 0x2F, 0xFD, 0, window, .. new byte[24]];

    /// <summary>A block of one chunk of one byte, with the header that asks for the dictionary.</summary>
    private static byte[] Block(byte dictionary)
    {
        byte[] header = [2, 0, 0x21, 1, dictionary, 0, 0, 0];
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, ZipBuilder.Crc(header));
        return [.. header, .. crc, 1, 0, 0, (byte)'x', 0, 0, 0, 0];
    }

    private static byte[] Xz(byte[][] blocks) =>
        [0xFD, .. "7zXZ\0"u8, 0, 0, 0, 0, 0, 0, .. blocks.SelectMany(block => block), .. new byte[24]];

    private static byte[] SevenZip(byte[] header, long? length = null)
    {
        var start = new byte[20];
        BinaryPrimitives.WriteInt64LittleEndian(start, 16);
        BinaryPrimitives.WriteInt64LittleEndian(start.AsSpan(8), length ?? header.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(start.AsSpan(16), ZipBuilder.Crc(header));
        var crc = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(crc, ZipBuilder.Crc(start));
        return [.. "7z"u8, 0xBC, 0xAF, 0x27, 0x1C, 0, 4, .. crc, .. start, .. new byte[16], .. header];
    }

    /// <summary>A number of 7z that needs five bytes.</summary>
    private static byte[] Number(uint value)
    {
        var bytes = new byte[5];
        bytes[0] = 0xF0;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), value);
        return bytes;
    }

    private static byte[] Rar(byte[] header) =>
        [.. "Rar!\u001A\u0007\u0001\0"u8, .. RarBuilder.Block5([1, 0, 0]), .. header, 1, 2, 3, 4];

    private static byte[] Comment() => RarBuilder.Block5([
        3, 2, .. RarBuilder.Number(int.MaxValue - 100), 0, 4, 0, 0, 1, 3, .. "CMT"u8,
    ]);

    private static byte[] Gzip(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] Repeat(char value, int count) => [.. Enumerable.Repeat((byte)value, count)];
}
