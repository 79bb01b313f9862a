namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>What an xz stream checks its blocks with.</summary>
internal enum XzCheck : byte
{
    None = 0,
    Crc32 = 1,
    Crc64 = 4,
    Sha256 = 10,
}
