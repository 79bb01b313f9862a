using System.Buffers;

namespace Karton.Sdk;

/// <summary>What may name a service or an instance: it becomes the name of a queue.</summary>
internal static class Identities
{
    internal const int MaxLength = 120;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    internal static bool IsAllowed(char letter) => Allowed.Contains(letter);

    internal static bool IsValid(string? identity) =>
        identity is { Length: >= 1 and <= MaxLength } && !identity.AsSpan().ContainsAnyExcept(Allowed);
}
