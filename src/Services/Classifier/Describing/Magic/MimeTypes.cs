using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Karton.Services.Classifier.Describing.Magic;

/// <summary>
/// libmagic answers one question at a time, each by going through its whole database, so the MIME type costs as much
/// again as the description. For the formats named here, the most frequent ones, the MIME type follows from the first
/// words of the description; libmagic is asked once for each, since its versions differ in the answer.
/// </summary>
internal sealed class MimeTypes
{
    private static readonly string[] Settled =
    [
        "PE32", "ASCII text", "Zip archive data", "gzip compressed data", "PNG image data", "JPEG image data",
        "GIF image data", "PDF document",
    ];

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);

    public bool TryGet(string magic, [NotNullWhen(true)] out string? mime)
    {
        mime = null;
        return FormatOf(magic) is { } format && _known.TryGetValue(format, out mime);
    }

    public void Learn(string magic, string mime)
    {
        if (FormatOf(magic) is { } format)
        {
            _known.TryAdd(format, mime);
        }
    }

    private static string? FormatOf(string magic) =>
        Array.Find(Settled, format => magic.StartsWith(format, StringComparison.Ordinal));
}
