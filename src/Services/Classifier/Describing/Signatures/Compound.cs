using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>OLE2 compound files: the older Office documents, Outlook messages, installers.</summary>
internal static class Compound
{
    private const string General = "Composite Document File V2 Document";

    public static Description? Describe(SampleContent content)
    {
        if (!content.Head.Span.StartsWith(CompoundFile.Signature))
        {
            return null;
        }

        var file = content.CompoundFile;
        return OfficeDocument.KindOf(file) switch
        {
            "doc" => new Description("CDFV2 Microsoft Word", "application/msword"),
            "xls" => new Description("CDFV2 Microsoft Excel", "application/vnd.ms-excel"),
            "ppt" => new Description("CDFV2 Microsoft PowerPoint", "application/vnd.ms-powerpoint"),
            _ when file is null => new Description(General, "application/CDFV2"),
            _ when file.IsInstaller => new Description($"{General}, MSI Installer", "application/x-msi"),
            _ when file.Has("EncryptedPackage") => new Description("CDFV2 Encrypted", "application/encrypted"),
            _ when file.Has("__properties_version1.0") =>
                new Description("CDFV2 Microsoft Outlook Message", "application/vnd.ms-outlook"),
            _ => new Description(General, "application/CDFV2"),
        };
    }
}
