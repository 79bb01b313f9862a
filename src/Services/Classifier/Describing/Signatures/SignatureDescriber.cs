using System.Buffers.Binary;
using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>
/// The engine that needs nothing installed: knows the formats that a malware pipeline meets every day, and says so in
/// the words of libmagic, so that one mapping serves both. Never throws, whatever the bytes.
/// </summary>
internal static class SignatureDescriber
{
    private static readonly Description Empty = new("empty", "application/x-empty");
    private static readonly Description Unknown = new("data", "application/octet-stream");

    public static Description Describe(SampleContent content)
    {
        var head = content.Head.Span;
        return head.IsEmpty
            ? Empty
            : PortableExecutable.Describe(head)
                ?? Elf.Describe(head)
                ?? MachO.Describe(head)
                ?? Zip.Describe(content)
                ?? Compound.Describe(content)
                ?? Packed.Describe(head)
                ?? SignatureTable.Find(head)
                ?? Flash(head)
                ?? Pdf(head)
                ?? Texts.Describe(content)
                ?? BootSector(head)
                ?? Unknown;
    }

    private static Description? Flash(ReadOnlySpan<byte> head)
    {
        const uint Largest = 1 << 28;
        return head is [(byte)'F' or (byte)'C' or (byte)'Z', (byte)'W', (byte)'S', > 0 and < 0x40, _, _, _, _, ..]
            && BinaryPrimitives.ReadUInt32LittleEndian(head[4..]) < Largest
            ? new Description("Macromedia Flash data", "application/vnd.adobe.flash.movie")
            : null;
    }

    /// <summary>Readers of PDF accept rubbish in front of it.</summary>
    private static Description? Pdf(ReadOnlySpan<byte> head)
    {
        const int Farthest = 1024;
        var start = head[..Math.Min(head.Length, Farthest)];
        return start.IndexOf("%PDF-"u8) >= 0 ? new Description("PDF document", "application/pdf") : null;
    }

    private static Description? BootSector(ReadOnlySpan<byte> head) =>
        head.Length >= 512 && head[510] == 0x55 && head[511] == 0xAA
            ? new Description("DOS/MBR boot sector", "application/octet-stream")
            : null;
}
