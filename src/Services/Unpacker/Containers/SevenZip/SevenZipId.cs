namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>The parts of a 7z header.</summary>
internal enum SevenZipId : byte
{
    End = 0,
    Header = 1,
    ArchiveProperties = 2,
    AdditionalStreams = 3,
    MainStreams = 4,
    Files = 5,
    PackInfo = 6,
    UnpackInfo = 7,
    SubStreams = 8,
    Size = 9,
    Crc = 10,
    Folder = 11,
    CodersUnpackSize = 12,
    NumUnpackStream = 13,
    EncodedHeader = 23,
}
