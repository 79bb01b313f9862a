using System.Text;

namespace Karton.Contracts.Data;

/// <summary>Text that JSON can carry. Half of a surrogate pair, as hostile strings have it, becomes U+FFFD at once and
/// not on the wire, so that the receiver has what the sender had.</summary>
internal static class WellFormed
{
    internal static string Of(string text) => text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
        ? Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        : text;
}
