using System.Buffers.Binary;
using System.Text;

namespace Karton.Services.Classifier.Tests.Samples;

/// <summary>Small programs: their headers, and nothing that could run.</summary>
internal static class Programs
{
    private const ushort DllFlag = 0x2000;

    public static byte[] Pe(bool is64, bool isDll)
    {
        const int Header = 0x80;
        var file = new byte[1024];
        "MZ"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x18), 0x40);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x3C), Header);
        var pe = file.AsSpan(Header);
        "PE\0\0"u8.CopyTo(pe);
        BinaryPrimitives.WriteUInt16LittleEndian(pe[4..], (ushort)(is64 ? 0x8664 : 0x014C));
        BinaryPrimitives.WriteUInt16LittleEndian(pe[6..], 1);
        BinaryPrimitives.WriteUInt16LittleEndian(pe[20..], (ushort)(is64 ? 240 : 224));
        BinaryPrimitives.WriteUInt16LittleEndian(pe[22..], (ushort)(0x0002 | (isDll ? DllFlag : 0)));
        BinaryPrimitives.WriteUInt16LittleEndian(pe[24..], (ushort)(is64 ? 0x20B : 0x10B));
        BinaryPrimitives.WriteUInt16LittleEndian(pe[92..], 2);
        return file;
    }

    /// <summary>A program without its first bytes, as it is found in memory.</summary>
    public static byte[] PeWithoutMark()
    {
        var file = Pe(is64: false, isDll: false);
        file.AsSpan(0, 2).Fill(1);
        return file;
    }

    /// <summary>A program that ends within its header.</summary>
    public static byte[] PeCutOff() => Pe(is64: false, isDll: false)[..0x88];

    /// <param name="abi">The ABI: 0 is SYSV, 3 GNU/Linux, 9 FreeBSD.</param>
    /// <param name="note">The system that a note in the file names.</param>
    public static byte[] Elf(byte abi, string? note = null)
    {
        const int Header = 64;
        const int Entry = 56;
        var file = new byte[512];
        new byte[] { 0x7F, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, abi }.CopyTo(file, 0);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(16), 2);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(18), 62);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(20), 1);
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(32), Header);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(52), Header);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(54), Entry);
        if (note is null)
        {
            return file;
        }

        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(56), 1);
        var entry = file.AsSpan(Header);
        BinaryPrimitives.WriteUInt32LittleEndian(entry, 4);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[8..], Header + Entry);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[32..], 24);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[40..], 24);
        BinaryPrimitives.WriteUInt64LittleEndian(entry[48..], 4);
        var content = file.AsSpan(Header + Entry);
        BinaryPrimitives.WriteUInt32LittleEndian(content, (uint)note.Length + 1);
        BinaryPrimitives.WriteUInt32LittleEndian(content[4..], 4);
        BinaryPrimitives.WriteUInt32LittleEndian(content[8..], 1);
        Encoding.ASCII.GetBytes(note, content[12..]);
        return file;
    }

    public static byte[] MachO()
    {
        var file = new byte[256];
        BinaryPrimitives.WriteUInt32LittleEndian(file, 0xFEEDFACF);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(4), 0x01000007);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(8), 3);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), 2);
        return file;
    }

    /// <summary>A disk image: anything, and at its end what tells it.</summary>
    public static byte[] DiskImage(int size = 2048)
    {
        var file = new byte[size];
        var trailer = file.AsSpan(size - 512);
        "koly"u8.CopyTo(trailer);
        BinaryPrimitives.WriteUInt32BigEndian(trailer[4..], 4);
        BinaryPrimitives.WriteUInt32BigEndian(trailer[8..], 512);
        return file;
    }
}
