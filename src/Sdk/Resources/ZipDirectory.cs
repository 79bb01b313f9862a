using System.Buffers.Binary;

namespace Karton.Sdk.Resources;

/// <summary>The directory at the end of a zip. A reader takes all of it into memory, so its size is looked at
/// first.</summary>
internal static class ZipDirectory
{
    private const int EndSize = 22;
    private const int MaxComment = ushort.MaxValue;
    private const int Locator64Size = 20;
    private const int End64Size = 56;

    private static ReadOnlySpan<byte> EndSignature => "PK\x05\x06"u8;

    private static ReadOnlySpan<byte> Locator64Signature => "PK\x06\x07"u8;

    private static ReadOnlySpan<byte> End64Signature => "PK\x06\x06"u8;

    /// <summary>The bytes from the begin of the directory to the end of the file; all of the file where the begin
    /// cannot be told.</summary>
    internal static async Task<long> MeasureAsync(Stream zip, CancellationToken cancellationToken)
    {
        var tailSize = (int)Math.Min(zip.Length, EndSize + MaxComment + Locator64Size);
        var tail = await ReadAsync(zip, zip.Length - tailSize, tailSize, cancellationToken);
        var end = tail.AsSpan().LastIndexOf(EndSignature);
        if (end < 0 || tail.Length - end < EndSize)
        {
            return zip.Length;
        }

        long begin = BinaryPrimitives.ReadUInt32LittleEndian(tail.AsSpan(end + 16));
        if (IsZip64(tail.AsSpan(end)))
        {
            begin = end >= Locator64Size && tail.AsSpan(end - Locator64Size).StartsWith(Locator64Signature)
                ? await ReadBegin64Async(
                    zip,
                    BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(end - Locator64Size + 8)),
                    cancellationToken)
                : 0;
        }

        return begin >= 0 && begin <= zip.Length ? zip.Length - begin : zip.Length;
    }

    private static bool IsZip64(ReadOnlySpan<byte> end) =>
        BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) == ushort.MaxValue
        || BinaryPrimitives.ReadUInt16LittleEndian(end[10..]) == ushort.MaxValue
        || BinaryPrimitives.ReadUInt32LittleEndian(end[16..]) == uint.MaxValue;

    private static async Task<long> ReadBegin64Async(Stream zip, long position, CancellationToken cancellationToken)
    {
        if (position < 0 || position > zip.Length - End64Size)
        {
            return 0;
        }

        var end64 = await ReadAsync(zip, position, End64Size, cancellationToken);
        return end64.AsSpan().StartsWith(End64Signature)
            ? BinaryPrimitives.ReadInt64LittleEndian(end64.AsSpan(48))
            : 0;
    }

    private static async Task<byte[]> ReadAsync(
        Stream zip, long position, int length, CancellationToken cancellationToken)
    {
        var bytes = new byte[length];
        zip.Position = position;
        await zip.ReadExactlyAsync(bytes, cancellationToken);
        return bytes;
    }
}
