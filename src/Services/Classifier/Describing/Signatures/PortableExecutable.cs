using System.Buffers.Binary;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Programs of DOS and Windows.</summary>
internal static class PortableExecutable
{
    private const int HeaderSize = 24;
    private const int OptionalSize = 70;
    private const ushort DllFlag = 0x2000;

    public static Description? Describe(ReadOnlySpan<byte> head)
    {
        if (head.Length < 2 || !(head.StartsWith("MZ"u8) || head.StartsWith("ZM"u8)))
        {
            return null;
        }

        if (head.Length < 64)
        {
            return Dos("MS-DOS executable");
        }

        var start = BinaryPrimitives.ReadUInt32LittleEndian(head[60..]);
        if (start > head.Length - 4)
        {
            return Dos("MS-DOS executable");
        }

        var header = head[(int)start..];
        return header switch
        {
            [(byte)'P', (byte)'E', 0, 0, ..] => DescribePortable(header),
            [(byte)'N', (byte)'E', ..] => Dos("MS-DOS executable, NE for MS Windows 3.x"),
            [(byte)'L', (byte)'E', ..] => Dos("MS-DOS executable, LE executable"),
            [(byte)'L', (byte)'X', ..] => Dos("MS-DOS executable, LX"),
            _ => Dos("MS-DOS executable"),
        };
    }

    private static Description DescribePortable(ReadOnlySpan<byte> header)
    {
        if (header.Length < HeaderSize + OptionalSize)
        {
            return Dos("MS-DOS executable, PE cut off");
        }

        var width = BinaryPrimitives.ReadUInt16LittleEndian(header[HeaderSize..]) switch
        {
            0x10B => "PE32",
            0x20B => "PE32+",
            _ => null,
        };
        if (width is null)
        {
            return Dos("MS-DOS executable, PE of an unknown width");
        }

        var flags = BinaryPrimitives.ReadUInt16LittleEndian(header[22..]);
        var library = (flags & DllFlag) != 0 ? " (DLL)" : "";
        var subsystem = BinaryPrimitives.ReadUInt16LittleEndian(header[(HeaderSize + 68)..]) switch
        {
            1 => " (native)",
            2 => " (GUI)",
            3 => " (console)",
            10 => " (EFI application)",
            _ => "",
        };
        var machine = BinaryPrimitives.ReadUInt16LittleEndian(header[4..]) switch
        {
            0x014C => "Intel 80386",
            0x8664 => "x86-64",
            0x01C0 or 0x01C4 => "ARM",
            0xAA64 => "Aarch64",
            0x0200 => "Intel Itanium",
            var other => $"machine 0x{other:x}",
        };
        return new Description(
            $"{width} executable{library}{subsystem} {machine}, for MS Windows",
            "application/vnd.microsoft.portable-executable");
    }

    private static Description Dos(string magic) => new(magic, "application/x-dosexec");
}
