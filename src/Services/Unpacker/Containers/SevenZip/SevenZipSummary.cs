namespace Karton.Services.Unpacker.Containers.SevenZip;

/// <summary>What has to be known of a 7z file before the library opens it.</summary>
/// <param name="Memory">How much memory its decoders take.</param>
/// <param name="Password">The password that opens its header; <see langword="null"/> when that is not
/// encrypted.</param>
internal sealed record SevenZipSummary(long Memory, string? Password);
