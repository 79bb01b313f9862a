using System.Security.Cryptography;

namespace Karton.Sdk.Stores.S3;

/// <summary>The keys of contents in a bucket.</summary>
internal static class ContentKey
{
    internal const string Prefix = "sha256/";

    /// <summary>Where contents lie until their hash is known.</summary>
    internal const string Incoming = "incoming/";

    internal static string Of(string sha256) => $"{Prefix}{sha256[..2]}/{sha256[2..]}";

    internal static string NewIncoming() => Incoming + RandomNumberGenerator.GetHexString(32, lowercase: true);

    internal static StoredObject Describe(ReadOnlySpan<byte> hash, long size)
    {
        var sha256 = Convert.ToHexStringLower(hash);
        return new StoredObject(ContentAddress.Of(sha256), sha256, size);
    }
}
