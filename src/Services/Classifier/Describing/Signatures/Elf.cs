using System.Buffers.Binary;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Programs of Linux, the BSDs, Solaris and others.</summary>
internal static class Elf
{
    private const int HeaderSize = 20;

    public static Description? Describe(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderSize || !head.StartsWith("\x7F"u8) || !head[1..].StartsWith("ELF"u8))
        {
            return null;
        }

        var width = head[4] switch { 1 => "32-bit", 2 => "64-bit", _ => "invalid class" };
        var isBig = head[5] == 2;
        var (type, mime) = Read(head[16..], isBig) switch
        {
            1 => ("relocatable", "application/x-object"),
            2 => ("executable", "application/x-executable"),
            3 => ("shared object", "application/x-sharedlib"),
            4 => ("core file", "application/x-coredump"),
            _ => ("unknown type", "application/octet-stream"),
        };
        var system = head[7] switch
        {
            0 => "SYSV",
            2 => "NetBSD",
            3 => "GNU/Linux",
            6 => "Solaris",
            9 => "FreeBSD",
            12 => "OpenBSD",
            97 => "ARM",
            var other => $"OS {other}",
        };
        var machine = Read(head[18..], isBig) switch
        {
            2 => "SPARC",
            3 => "Intel 80386",
            8 => "MIPS",
            20 => "PowerPC or cisco 4500",
            21 => "64-bit PowerPC or cisco 7500",
            22 => "IBM S/390",
            40 => "ARM",
            42 => "Renesas SH",
            62 => "x86-64",
            183 => "ARM aarch64",
            243 => "UCB RISC-V",
            var other => $"machine {other}",
        };
        var order = isBig ? "MSB" : "LSB";
        return new Description($"ELF {width} {order} {type}, {machine}, version 1 ({system})", mime);
    }

    private static ushort Read(ReadOnlySpan<byte> bytes, bool isBig) =>
        isBig ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes);
}
