namespace Karton.Sdk.Stores.S3;

/// <summary>The keys of contents in a bucket.</summary>
internal static class ContentKey
{
    internal const string Prefix = "sha256/";

    internal static string Of(string sha256) => $"{Prefix}{sha256[..2]}/{sha256[2..]}";
}
