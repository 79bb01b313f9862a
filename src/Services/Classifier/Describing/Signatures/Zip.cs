using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>Zips, and the formats that are zips with certain entries.</summary>
internal static class Zip
{
    private const string Ooxml = "application/vnd.openxmlformats-officedocument.";

    // A zip whose first entry is a stored file called mimetype names its format there.
    private static ReadOnlySpan<byte> OpenDocument => "mimetypeapplication/vnd.oasis.opendocument."u8;

    private static ReadOnlySpan<byte> Epub => "mimetypeapplication/epub+zip"u8;

    public static Description? Describe(SampleContent content)
    {
        var head = content.Head.Span;
        if (head.StartsWith("PK\x05\x06"u8))
        {
            return new Description("Zip archive data (empty)", "application/zip");
        }

        if (!head.StartsWith("PK\x03\x04"u8))
        {
            return null;
        }

        if (head.Length > 30 && head[30..].StartsWith(OpenDocument))
        {
            return new Description("OpenDocument", "application/vnd.oasis.opendocument");
        }

        if (head.Length > 30 && head[30..].StartsWith(Epub))
        {
            return new Description("EPUB document", "application/epub+zip");
        }

        return OfficeDocument.KindOf(content.ZipEntries) switch
        {
            "docx" => new Description("Microsoft Word 2007+", Ooxml + "wordprocessingml.document"),
            "xlsx" => new Description("Microsoft Excel 2007+", Ooxml + "spreadsheetml.sheet"),
            "pptx" => new Description("Microsoft PowerPoint 2007+", Ooxml + "presentationml.presentation"),
            _ => DescribeOther(content.ZipEntries),
        };
    }

    private static Description DescribeOther(IReadOnlyList<string> entries) =>
        entries.Contains("AndroidManifest.xml")
            ? new Description("Android package (APK)", "application/vnd.android.package-archive")
        : entries.Contains("META-INF/MANIFEST.MF")
            ? new Description("Java archive data (JAR)", "application/java-archive")
        : new Description("Zip archive data", "application/zip");
}
