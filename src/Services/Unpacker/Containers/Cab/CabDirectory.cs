using System.Text;
using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Cab;

/// <summary>The lists at the beginning of a cabinet. They hold 65,535 folders and files each, at most.</summary>
internal sealed record CabDirectory
{
    private const int HasPrevious = 1;
    private const int HasNext = 2;
    private const int HasReserve = 4;
    private const int MethodMask = 0xF;
    private const int IsUtf8 = 0x80;
    private const int LongestName = 256;

    public required IReadOnlyList<CabFolder> Folders { get; init; }

    public required IReadOnlyList<CabFile> Files { get; init; }

    /// <summary>How many bytes of each block's header are of no concern.</summary>
    public required int BlockReserve { get; init; }

    public static CabDirectory Read(Stream source)
    {
        source.Position = 0;
        using var reader = new BinaryReader(
            new BufferedStream(new Section(source, 0, source.Length)), Encoding.Latin1);
        reader.ReadBytes(16);
        var filesOffset = reader.ReadUInt32();
        reader.ReadBytes(6);
        var folderCount = reader.ReadUInt16();
        var fileCount = reader.ReadUInt16();
        var flags = reader.ReadUInt16();
        reader.ReadBytes(4);
        var (folderReserve, blockReserve) = (0, 0);
        if ((flags & HasReserve) != 0)
        {
            var headerReserve = reader.ReadUInt16();
            folderReserve = reader.ReadByte();
            blockReserve = reader.ReadByte();
            reader.ReadBytes(headerReserve);
        }

        for (var names = ((flags & HasPrevious) != 0 ? 2 : 0) + ((flags & HasNext) != 0 ? 2 : 0); names > 0; names--)
        {
            ReadName(reader);
        }

        var folders = new List<CabFolder>();
        for (var i = 0; i < folderCount; i++)
        {
            folders.Add(new CabFolder(
                reader.ReadUInt32(), reader.ReadUInt16(), (CabMethod)(reader.ReadUInt16() & MethodMask)));
            reader.ReadBytes(folderReserve);
        }

        reader.BaseStream.Position = filesOffset;
        var files = new List<CabFile>();
        for (var i = 0; i < fileCount; i++)
        {
            files.Add(ReadFile(reader));
        }

        return new CabDirectory { Folders = folders, Files = files, BlockReserve = blockReserve };
    }

    private static CabFile ReadFile(BinaryReader reader)
    {
        var size = reader.ReadUInt32();
        var offset = reader.ReadUInt32();
        var folder = reader.ReadUInt16();
        reader.ReadBytes(4);
        var encoding = (reader.ReadUInt16() & IsUtf8) != 0 ? Encoding.UTF8 : Encoding.Latin1;
        return new CabFile(encoding.GetString(ReadName(reader)), folder, offset, size);
    }

    private static byte[] ReadName(BinaryReader reader)
    {
        var name = new List<byte>();
        while (reader.ReadByte() is var letter and not 0)
        {
            if (name.Count == LongestName)
            {
                throw RefusedException.Corrupt("A name is longer than names can be.");
            }

            name.Add(letter);
        }

        return [.. name];
    }
}
