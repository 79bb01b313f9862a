namespace Karton.Services.Unpacker.Containers.Cab;

/// <summary>A file of a cabinet.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Folder">The folder that it is packed in.</param>
/// <param name="Offset">Where it begins in what comes out of the folder.</param>
/// <param name="Size">How long it is.</param>
internal sealed record CabFile(string Name, int Folder, long Offset, long Size);
