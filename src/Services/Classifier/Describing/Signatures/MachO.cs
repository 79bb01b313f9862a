using System.Buffers.Binary;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Programs of macOS, and Java classes, which begin with the same bytes as a universal binary.</summary>
internal static class MachO
{
    private const uint OldestClassVersion = 45;

    public static Description? Describe(ReadOnlySpan<byte> head)
    {
        if (head.Length < 8)
        {
            return null;
        }

        var second = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        return BinaryPrimitives.ReadUInt32BigEndian(head) switch
        {
            0xFEEDFACE or 0xCEFAEDFE => Program("Mach-O executable"),
            0xFEEDFACF or 0xCFFAEDFE => Program("Mach-O 64-bit executable"),
            0xCAFEBABE when second is > 0 and < OldestClassVersion =>
                Program($"Mach-O universal binary with {second} architectures"),
            0xCAFEBABE => new Description("compiled Java class data", "application/x-java-applet"),
            _ => null,
        };
    }

    private static Description Program(string magic) => new(magic, "application/x-mach-binary");
}
