namespace Karton.Services.Unpacker.Containers.Zip;

/// <summary>The extra field of an entry that is encrypted with AES.</summary>
/// <param name="Version">1: the CRC holds; 2: it is left out.</param>
/// <param name="KeyBytes">Length of the key: 16, 24 or 32.</param>
/// <param name="Method">How the data are compressed.</param>
internal sealed record WinZipAesField(int Version, int KeyBytes, ZipMethod Method);
