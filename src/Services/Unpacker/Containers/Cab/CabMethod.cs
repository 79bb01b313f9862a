namespace Karton.Services.Unpacker.Containers.Cab;

internal enum CabMethod
{
    Stored = 0,
    MsZip = 1,
    Quantum = 2,
    Lzx = 3,
}
