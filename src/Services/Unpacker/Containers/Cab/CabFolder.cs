namespace Karton.Services.Unpacker.Containers.Cab;

/// <summary>What files of a cabinet are packed in together.</summary>
/// <param name="Offset">Where its first block is.</param>
/// <param name="Blocks">How many blocks it has.</param>
/// <param name="Method">How they are packed.</param>
internal sealed record CabFolder(long Offset, int Blocks, CabMethod Method);
