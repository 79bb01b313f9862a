namespace Karton.Sdk.Stores;

/// <summary>What a store knows of the bytes it has just taken.</summary>
/// <param name="Address">Where to get them: <c>urn:sha256:</c> and the hash.</param>
/// <param name="Sha256">SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="Size">Their number.</param>
public sealed record StoredObject(Uri Address, string Sha256, long Size);
