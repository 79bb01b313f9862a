using System.Buffers;
using Karton.Sdk.Validation;

namespace Karton.Sdk.Stores;

/// <summary>The names of contents: a SHA-256 in hexadecimal, and the URI made of it that stands in messages. Every
/// store checks here what it is given, so that nothing else ever becomes a path or a key.</summary>
internal static class ContentAddress
{
    private const string Prefix = "urn:sha256:";
    private const int HashLength = 64;

    private static readonly SearchValues<char> LowerHex = SearchValues.Create("0123456789abcdef");

    internal static Uri Of(string sha256) => new(Prefix + sha256);

    internal static bool IsHash(ReadOnlySpan<char> text) =>
        text.Length == HashLength && !text.ContainsAnyExcept(LowerHex);

    internal static bool TryGetHash(Uri address, out string sha256)
    {
        var text = address.OriginalString;
        if (text.StartsWith(Prefix, StringComparison.Ordinal) && IsHash(text.AsSpan(Prefix.Length)))
        {
            sha256 = text[Prefix.Length..];
            return true;
        }

        sha256 = "";
        return false;
    }

    /// <exception cref="ArgumentException">It is no address of an object store.</exception>
    internal static string HashOf(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return TryGetHash(address, out var sha256)
            ? sha256
            : throw new ArgumentException(
                $"{Quoted.Text(address.OriginalString)} is no address of an object store. Expected {Prefix} and 64 "
                + "lower-case hexadecimal digits; only a store makes addresses.",
                nameof(address));
    }

    /// <exception cref="ArgumentException">It is no hash.</exception>
    internal static void ThrowIfNoHash(string sha256)
    {
        ArgumentNullException.ThrowIfNull(sha256);
        if (!IsHash(sha256))
        {
            throw new ArgumentException(
                $"{Quoted.Text(sha256)} is no SHA-256. Expected 64 lower-case hexadecimal digits.", nameof(sha256));
        }
    }
}
