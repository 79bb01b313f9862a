using System.Buffers.Binary;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>Windows programs that are damaged, as they are when they were taken from memory.</summary>
internal static class DumpRules
{
    private const int Window = 2048;
    private const int PointerOffset = 0x3C;

    public static Recognition? Decide(Evidence evidence)
    {
        if (evidence.IsText)
        {
            return null;
        }

        var head = evidence.Content.Head.Span;
        var start = head[..Math.Min(head.Length, Window)];
        var end = evidence.Content.End;
        end = end[Math.Max(0, end.Length - Window)..];
        return start.StartsWith("MZ"u8) || PointsToHeader(start) || (Has(".text"u8, start, end)
                && Has("This program cannot be run"u8, start, end))
            ? new Recognition("dump", Vocabulary.Win32, "exe")
            : null;
    }

    /// <summary>Whether only the first bytes are gone.</summary>
    private static bool PointsToHeader(ReadOnlySpan<byte> start)
    {
        if (start.Length < PointerOffset + 4)
        {
            return false;
        }

        var pointer = BinaryPrimitives.ReadUInt32LittleEndian(start[PointerOffset..]);
        return pointer < start.Length && start[(int)pointer..].StartsWith("PE\0\0"u8);
    }

    private static bool Has(ReadOnlySpan<byte> words, ReadOnlySpan<byte> start, ReadOnlySpan<byte> end) =>
        start.IndexOf(words) >= 0 || end.IndexOf(words) >= 0;
}
