using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>What kind of text it is.</summary>
internal static class TextRules
{
    private static readonly (string Words, string Extension)[] Languages =
    [
        ("PHP script", "php"),
        ("Perl script", "pl"),
        ("Perl5 module", "pl"),
        ("Python script", "py"),
        ("Ruby script", "rb"),
        ("AppleScript compiled", "scpt"),
        ("Bourne-Again shell", "sh"),
        ("POSIX shell", "sh"),
    ];

    private static readonly string[] Mails =
        ["multipart/mixed", "RFC 822 mail", "SMTP mail", "news or mail", "MIME entity"];

    /// <summary>Text with a form of its own: data, mail, pages and programs.</summary>
    public static Recognition? Structured(Evidence evidence)
    {
        if (evidence.MagicBegins("JSON") || evidence.Description.Mime == "application/json")
        {
            return new Recognition("json");
        }

        if (Array.Exists(Mails, evidence.MagicHas))
        {
            return new Recognition(Vocabulary.Archive, Extension: "eml");
        }

        if (evidence.Extension == "eml" || (evidence.Extension == "msg" && !evidence.IsText))
        {
            return new Recognition(Vocabulary.Archive, Extension: evidence.Extension);
        }

        if (evidence.MagicBegins("HTML document"))
        {
            return new Recognition("html");
        }

        if (evidence.MagicBegins("DOS batch file"))
        {
            return new Recognition(Vocabulary.Script, Vocabulary.Win32, "bat");
        }

        if (evidence.MagicHas("pwsh script"))
        {
            return new Recognition(Vocabulary.Script, Vocabulary.Win32, "ps1");
        }

        var extension = Array.Find(Languages, language => evidence.MagicHas(language.Words)).Extension
            ?? Array.Find(Languages, language => language.Extension == evidence.Extension).Extension;
        return extension is null ? null : new Recognition(Vocabulary.Script, Extension: extension);
    }

    /// <summary>Text of which only the letters are known.</summary>
    public static Recognition? Plain(Evidence evidence)
    {
        if (evidence.MagicBegins("CSV"))
        {
            return new Recognition("csv");
        }

        var kind = evidence switch
        {
            _ when evidence.MagicHas("extended-ASCII text") => null,
            _ when evidence.MagicBegins("ASCII") || evidence.MagicHas("ASCII text") => "ascii",
            _ when evidence.MagicBegins("UTF-8") || evidence.MagicHas("UTF-8 ") => "utf-8",
            _ when evidence.MagicHas("ISO-8859 text") => "iso-8859-1",
            _ when evidence.IsText && !evidence.MagicHas(" text") => KindOfLetters(evidence.Content),
            _ => null,
        };
        return kind is null ? null : new Recognition(kind);
    }

    /// <summary>For descriptions of text that do not name the encoding, such as <c>PEM certificate</c>.</summary>
    private static string? KindOfLetters(SampleContent content) =>
        PlainText.EncodingOf(content.Head.Span, content.IsComplete) switch
        {
            TextEncoding.Ascii => "ascii",
            TextEncoding.Utf8 => "utf-8",
            TextEncoding.Latin1 => "iso-8859-1",
            _ => null,
        };
}
