using System.Buffers.Binary;

namespace Karton.Services.Classifier.Content;

/// <summary>OpenBSD and NetBSD mark their programs by a note alone; the ABI in the header says SYSV. libmagic reads
/// notes only of files that it opens itself.</summary>
internal static class ElfNotes
{
    private const int NotesWithin = 4096;
    private const int HeaderSize = 12;

    /// <summary>The platform that a note names; <see langword="null"/> when none does.</summary>
    public static string? PlatformOf(ReadOnlySpan<byte> head)
    {
        var start = head[..Math.Min(head.Length, NotesWithin)];
        return Has(start, "OpenBSD\0"u8) ? "openbsd" : Has(start, "NetBSD\0"u8) ? "netbsd" : null;
    }

    /// <summary>Before the name of a note stand its length, that of the contents, and the type, which is 1.</summary>
    private static bool Has(ReadOnlySpan<byte> start, ReadOnlySpan<byte> name)
    {
        var found = start.IndexOf(name);
        if (found < HeaderSize)
        {
            return false;
        }

        var header = start[(found - HeaderSize)..];
        return Is(header, name.Length) && Is(header[8..], 1);
    }

    private static bool Is(ReadOnlySpan<byte> number, int value) =>
        BinaryPrimitives.ReadInt32LittleEndian(number) == value
        || BinaryPrimitives.ReadInt32BigEndian(number) == value;
}
