namespace Karton.Services.Unpacker.Extraction;

/// <summary>The formats that are told apart.</summary>
internal enum ArchiveFormat
{
    Unknown,
    Ace,
    Arj,
    Bzip2,
    Cab,
    Cpio,
    Gzip,
    Lzip,
    Lzw,
    Rar,
    SevenZip,
    Tar,
    Xz,
    Zip,
    Zlib,
    Zstandard,
}
