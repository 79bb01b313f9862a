namespace Karton.Services.Unpacker.Containers.Zip;

internal enum ZipMethod : ushort
{
    Stored = 0,
    Shrunk = 1,
    Reduced1 = 2,
    Reduced2 = 3,
    Reduced3 = 4,
    Reduced4 = 5,
    Imploded = 6,
    Deflate = 8,
    Deflate64 = 9,
    BZip2 = 12,
    Lzma = 14,
    Zstandard = 93,
    Ppmd = 98,
    Aes = 99,
}
