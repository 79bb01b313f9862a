namespace Karton.Services.Classifier.Describing.Signatures;

internal static class Mail
{
    private const int MostLines = 60;

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Fields = new HashSet<string>(
        [
            "Received", "Return-Path", "Delivered-To", "From", "To", "Cc", "Subject", "Date", "Message-ID",
            "MIME-Version", "Reply-To", "Content-Type",
        ],
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether it begins with header lines, of which at least three are those of a mail.</summary>
    public static bool IsMail(string text)
    {
        var known = 0;
        var lines = 0;
        foreach (var raw in text.AsSpan().EnumerateLines())
        {
            var line = raw.TrimEnd();
            var isFolded = lines > 0 && line is [' ' or '\t', ..];
            var isEnvelope = lines == 0 && line.StartsWith("From ", StringComparison.Ordinal);
            if (line.IsEmpty || ++lines > MostLines)
            {
                break;
            }

            if (isFolded || isEnvelope)
            {
                continue;
            }

            var colon = line.IndexOf(':');
            if (colon < 1 || line[..colon].ContainsAny(' ', '\t'))
            {
                break;
            }

            known += Fields.Contains(line[..colon]) ? 1 : 0;
        }

        return known >= 3;
    }
}
