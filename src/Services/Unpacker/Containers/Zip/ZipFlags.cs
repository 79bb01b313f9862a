namespace Karton.Services.Unpacker.Containers.Zip;

[Flags]
internal enum ZipFlags : ushort
{
    None = 0,
    Encrypted = 1,

    /// <summary>Two bits whose meaning depends on the method.</summary>
    MethodBits = 6,

    /// <summary>CRC and sizes follow the data.</summary>
    Descriptor = 8,

    Utf8 = 0x800,
}
