using System.Buffers.Binary;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Karton.Services.Classifier.Tests.Samples;

/// <summary>Small archives.</summary>
internal static class Archives
{
    public static byte[] Zip(params IEnumerable<string> names)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            foreach (var name in names)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write("content"u8);
            }
        }

        return stream.ToArray();
    }

    public static byte[] Tar()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Ustar))
        {
            tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "a.txt")
            {
                DataStream = new MemoryStream("content"u8.ToArray()),
            });
        }

        return stream.ToArray();
    }

    public static byte[] Gzip() => Compress(stream => new GZipStream(stream, CompressionLevel.Optimal));

    public static byte[] Zlib() => Compress(stream => new ZLibStream(stream, CompressionLevel.Optimal));

    public static byte[] Iso()
    {
        var file = new byte[0x9000];
        file[0x8000] = 1;
        "CD001"u8.CopyTo(file.AsSpan(0x8001));
        file[0x8006] = 1;
        return file;
    }

    /// <summary>A disk with both file systems.</summary>
    public static byte[] Udf()
    {
        var file = Iso().Pad(0xB000);
        "BEA01"u8.CopyTo(file.AsSpan(0x9001));
        "NSR02"u8.CopyTo(file.AsSpan(0x9801));
        "TEA01"u8.CopyTo(file.AsSpan(0xA001));
        return file;
    }

    public static byte[] Cpio() => Encoding.ASCII.GetBytes(
        "070701" + new string('0', 88) + "0000000B" + "00000000" + "TRAILER!!!\0").Pad(512);

    public static byte[] Arj()
    {
        var file = new byte[64];
        file[0] = 0x60;
        file[1] = 0xEA;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(2), 0x2A);
        file[4] = 0x1E;
        file[5] = 11;
        file[6] = 1;
        file[7] = 0;
        file[10] = 2;
        return file;
    }

    /// <summary>An OLE2 compound file with empty streams of these names.</summary>
    public static byte[] Compound(Guid rootClass, params IEnumerable<string> streams)
    {
        const int Sector = 512;
        const uint EndOfChain = 0xFFFFFFFE;
        string[] names = ["Root Entry", .. streams];
        var sectors = (names.Length + 3) / 4;
        var file = new byte[Sector * (2 + sectors)];
        new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1 }.CopyTo(file, 0);
        Put16(24, 0x3E);
        Put16(26, 3);
        Put16(28, 0xFFFE);
        Put16(30, 9);
        Put16(32, 6);
        Put32(44, 1);
        Put32(48, 1);
        Put32(56, 4096);
        Put32(60, EndOfChain);
        Put32(68, EndOfChain);
        file.AsSpan(76, 436).Fill(0xFF);
        Put32(76, 0);
        file.AsSpan(Sector, Sector).Fill(0xFF);
        Put32(Sector, 0xFFFFFFFD);
        for (var index = 1; index <= sectors; index++)
        {
            Put32(Sector + (index * 4), index == sectors ? EndOfChain : (uint)index + 1);
        }

        for (var index = 0; index < names.Length; index++)
        {
            var entry = (2 * Sector) + (index * 128);
            Encoding.Unicode.GetBytes(names[index], file.AsSpan(entry));
            Put16(entry + 64, (ushort)((names[index].Length + 1) * 2));
            file[entry + 66] = (byte)(index == 0 ? 5 : 2);
            file[entry + 67] = 1;
            Put32(entry + 68, uint.MaxValue);
            Put32(entry + 72, index is > 0 && index + 1 < names.Length ? (uint)index + 1 : uint.MaxValue);
            Put32(entry + 76, index == 0 && names.Length > 1 ? 1 : uint.MaxValue);
            Put32(entry + 116, EndOfChain);
        }

        rootClass.TryWriteBytes(file.AsSpan((2 * Sector) + 80));
        return file;

        void Put16(int offset, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(offset), value);
        void Put32(int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(offset), value);
    }

    public static byte[] Pad(this byte[] content, int size)
    {
        var padded = new byte[Math.Max(size, content.Length)];
        content.CopyTo(padded, 0);
        return padded;
    }

    private static byte[] Compress(Func<Stream, Stream> open)
    {
        using var stream = new MemoryStream();
        using (var compressing = open(stream))
        {
            compressing.Write(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("some content ", 50))));
        }

        return stream.ToArray();
    }
}
