using System.Buffers.Binary;
using System.Text;

namespace Karton.Services.Classifier.Content;

/// <summary>Reads the names in a zip: those of its central directory, or those in front of its entries when only the
/// beginning of the file is there. Never throws, whatever the bytes.</summary>
internal static class ZipDirectory
{
    private const int MostNames = 65_536;
    private const int LocalHeaderSize = 30;
    private const int CentralHeaderSize = 46;
    private const int EndRecordSize = 22;

    private static ReadOnlySpan<byte> LocalSignature => "PK\x03\x04"u8;

    private static ReadOnlySpan<byte> CentralSignature => "PK\x01\x02"u8;

    private static ReadOnlySpan<byte> EndSignature => "PK\x05\x06"u8;

    public static IReadOnlyList<string> ReadNames(SampleContent content)
    {
        if (!content.Head.Span.StartsWith("PK"u8))
        {
            return [];
        }

        var names = ReadCentral(content.End);
        return names.Count > 0 ? names : ReadLocal(content.Head.Span);
    }

    /// <summary>Reads the central directory, or the end of it that is in <paramref name="end"/>.</summary>
    private static List<string> ReadCentral(ReadOnlySpan<byte> end)
    {
        var endRecord = end.LastIndexOf(EndSignature);
        if (endRecord < 0 || end.Length - endRecord < EndRecordSize)
        {
            return [];
        }

        // The directory ends where its end record begins, whatever stands in front of the zip.
        var size = BinaryPrimitives.ReadUInt32LittleEndian(end[(endRecord + 12)..]);
        var start = (int)Math.Max(0, endRecord - (long)size);
        var first = end[start..endRecord].IndexOf(CentralSignature);
        return first < 0 ? [] : Walk(end[(start + first)..endRecord], CentralSignature, CentralHeaderSize);
    }

    private static List<string> ReadLocal(ReadOnlySpan<byte> head) => Walk(head, LocalSignature, LocalHeaderSize);

    private static List<string> Walk(ReadOnlySpan<byte> rest, ReadOnlySpan<byte> signature, int headerSize)
    {
        var names = new List<string>();
        while (names.Count < MostNames && rest.Length >= headerSize && rest.StartsWith(signature))
        {
            var header = rest[..headerSize];
            var isCentral = headerSize == CentralHeaderSize;
            int nameSize = BinaryPrimitives.ReadUInt16LittleEndian(header[(isCentral ? 28 : 26)..]);
            if (rest.Length < headerSize + nameSize)
            {
                break;
            }

            names.Add(Encoding.UTF8.GetString(rest.Slice(headerSize, nameSize)));
            var next = headerSize + nameSize + SizeBehindName(header, isCentral);
            rest = next < rest.Length ? rest[(int)next..] : default;
            if (!isCentral && !rest.StartsWith(signature))
            {
                // The header did not tell the size of the entry, so the next one has to be looked for.
                var found = rest.IndexOf(signature);
                rest = found < 0 ? default : rest[found..];
            }
        }

        return names;
    }

    private static long SizeBehindName(ReadOnlySpan<byte> header, bool isCentral)
    {
        long extra = BinaryPrimitives.ReadUInt16LittleEndian(header[(isCentral ? 30 : 28)..]);
        return isCentral
            ? extra + BinaryPrimitives.ReadUInt16LittleEndian(header[32..])
            : extra + BinaryPrimitives.ReadUInt32LittleEndian(header[18..]);
    }
}
