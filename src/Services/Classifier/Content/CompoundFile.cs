using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Karton.Services.Classifier.Content;

/// <summary>
/// The directory of an OLE2 compound file, as far as it lies in the bytes at hand: which program's streams it has tells
/// what it is. Never throws, whatever the bytes.
/// </summary>
internal sealed class CompoundFile
{
    private const int HeaderSize = 512;
    private const int EntrySize = 128;
    private const int SectorsInHeader = 109;
    private const int MostSectors = 256;
    private const byte RootEntry = 5;

    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    private CompoundFile()
    {
    }

    public static ReadOnlySpan<byte> Signature => [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

    private static Guid InstallerClass { get; } = new("000c1084-0000-0000-c000-000000000046");

    /// <summary>Whether the root says that it is a package of the Windows Installer.</summary>
    public bool IsInstaller { get; private set; }

    public bool Has(string name) => _names.Contains(name);

    /// <summary>Returns <see langword="null"/> when it is no compound file or none of its directory can be
    /// read.</summary>
    public static CompoundFile? TryRead(ReadOnlySpan<byte> head)
    {
        if (head.Length < HeaderSize || !head.StartsWith(Signature))
        {
            return null;
        }

        var shift = BinaryPrimitives.ReadUInt16LittleEndian(head[30..]);
        if (shift is not (9 or 12))
        {
            return null;
        }

        var file = new CompoundFile();
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(head[48..]);
        for (var count = 0; count < MostSectors && TrySlice(head, sector, shift, out var bytes); count++)
        {
            file.Add(bytes);
            sector = NextSector(head, sector, shift);
        }

        return file._names.Count > 0 ? file : null;
    }

    private static uint NextSector(ReadOnlySpan<byte> head, uint sector, int shift)
    {
        const uint EndOfChain = 0xFFFFFFFE;
        var perSector = 1u << (shift - 2);
        var index = sector / perSector;
        if (index >= SectorsInHeader)
        {
            return EndOfChain;
        }

        var table = BinaryPrimitives.ReadUInt32LittleEndian(head[(76 + ((int)index * 4))..]);
        return TrySlice(head, table, shift, out var bytes)
            ? BinaryPrimitives.ReadUInt32LittleEndian(bytes[((int)(sector % perSector) * 4)..])
            : EndOfChain;
    }

    private static bool TrySlice(ReadOnlySpan<byte> head, uint sector, int shift, out ReadOnlySpan<byte> bytes)
    {
        var start = (sector + 1L) << shift;
        var isThere = start + (1 << shift) <= head.Length;
        bytes = isThere ? head.Slice((int)start, 1 << shift) : default;
        return isThere;
    }

    private void Add(ReadOnlySpan<byte> sector)
    {
        for (; sector.Length >= EntrySize; sector = sector[EntrySize..])
        {
            int nameSize = BinaryPrimitives.ReadUInt16LittleEndian(sector[64..]);
            if (nameSize is < 2 or > 64)
            {
                continue;
            }

            _names.Add(new string(MemoryMarshal.Cast<byte, char>(sector[..(nameSize - 2)])));
            IsInstaller |= sector[66] == RootEntry && new Guid(sector.Slice(80, 16)) == InstallerClass;
        }
    }
}
