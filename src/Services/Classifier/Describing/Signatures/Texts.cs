using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Text: its language where the first lines tell it, and its encoding.</summary>
internal static class Texts
{
    private const int EncodingWithin = 64 * 1024;
    private const int LanguageWithin = 8 * 1024;

    private static readonly (string Name, Description Description)[] Interpreters =
    [
        ("bash", new("Bourne-Again shell script", "text/x-shellscript")),
        ("python", new("Python script", "text/x-script.python")),
        ("perl", new("Perl script", "text/x-perl")),
        ("ruby", new("Ruby script", "text/x-ruby")),
        ("php", new("PHP script", "text/x-php")),
        ("pwsh", new("a pwsh script", "text/plain")),
        ("node", new("Node.js script", "application/javascript")),
        ("sh", new("POSIX shell script", "text/x-shellscript")),
    ];

    private static readonly string[] Tags =
    [
        "<!doctype html", "<html", "<head", "<body", "<title", "<script", "<style", "<meta", "<a", "<p", "<div",
        "<table", "<iframe", "<img", "<form",
    ];

    public static Description? Describe(SampleContent content)
    {
        var head = content.Head.Span;
        var start = head[..Math.Min(head.Length, EncodingWithin)];
        var encoding = PlainText.EncodingOf(start, isComplete: start.Length == content.Length);
        if (encoding == TextEncoding.None)
        {
            return null;
        }

        if (Json.IsJson(head, content.IsComplete))
        {
            return new Description("JSON text data", "application/json");
        }

        var text = PlainText.Decode(start[..Math.Min(start.Length, LanguageWithin)], encoding);
        var name = NameOf(encoding);
        return Interpreter(text) is { } script ? new Description($"{script.Magic}, {name} executable", script.Mime)
            : Language(text) is { } language ? new Description($"{language.Magic}, {name}", language.Mime)
            : Csv.IsCsv(text) ? new Description("CSV text", "text/csv")
            : new Description(name, "text/plain");
    }

    private static string NameOf(TextEncoding encoding) => encoding switch
    {
        TextEncoding.Ascii => "ASCII text",
        TextEncoding.Utf8 => "Unicode text, UTF-8 text",
        TextEncoding.Utf16LittleEndian => "Unicode text, UTF-16, little-endian text",
        TextEncoding.Utf16BigEndian => "Unicode text, UTF-16, big-endian text",
        TextEncoding.Latin1 => "ISO-8859 text",
        _ => "Non-ISO extended-ASCII text",
    };

    /// <summary>What a first line that begins with <c>#!</c> names.</summary>
    private static Description? Interpreter(string text)
    {
        if (!text.StartsWith("#!", StringComparison.Ordinal))
        {
            return null;
        }

        var end = text.AsSpan().IndexOfAny('\r', '\n');
        var line = text.AsSpan(0, end < 0 ? text.Length : end);
        foreach (var (name, description) in Interpreters)
        {
            if (line.Contains(name, StringComparison.Ordinal))
            {
                return description;
            }
        }

        return null;
    }

    private static Description? Language(string text)
    {
        var start = text.AsSpan().TrimStart();
        return start switch
        {
            _ when Begins(start, "<?php") => new("PHP script", "text/x-php"),
            _ when IsPage(start) => new("HTML document", "text/html"),
            _ when IsPicture(start) => new("SVG Scalable Vector Graphics image", "image/svg+xml"),
            _ when Begins(start, "<?xml") => new("XML 1.0 document", "text/xml"),
            _ when Begins(start, "@echo ") || Begins(start, "@rem ") || Begins(start, "rem ") =>
                new("DOS batch file", "text/x-msdos-batch"),
            _ when Mail.IsMail(text) => new("RFC 822 mail", "message/rfc822"),
            _ => null,
        };
    }

    private static bool IsPage(ReadOnlySpan<char> start)
    {
        foreach (var tag in Tags)
        {
            if (Begins(start, tag) && start.Length > tag.Length && !char.IsAsciiLetterOrDigit(start[tag.Length]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPicture(ReadOnlySpan<char> start) =>
        Begins(start, "<svg")
        || (Begins(start, "<?xml") && start[..Math.Min(start.Length, 1024)].Contains("<svg", StringComparison.Ordinal));

    private static bool Begins(ReadOnlySpan<char> text, string beginning) =>
        text.StartsWith(beginning, StringComparison.OrdinalIgnoreCase);
}
