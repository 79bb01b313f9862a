using Karton.Services.Classifier.Content;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>What the bytes alone tell.</summary>
internal static class ContentRules
{
    private static readonly (string Words, string Platform)[] ElfPlatforms =
    [
        ("(OpenBSD)", "openbsd"),
        ("(NetBSD)", "netbsd"),
        ("(FreeBSD)", "freebsd"),
        ("(Solaris)", "solaris"),
        ("(GNU/Linux)", "linux"),
        ("(SYSV)", "linux"),
    ];

    private static readonly (string Program, string Extension)[] OfficePrograms =
    [
        ("Microsoft Word", "doc"),
        ("Microsoft Office Word", "doc"),
        ("Microsoft Excel", "xls"),
        ("Microsoft PowerPoint", "ppt"),
        ("Microsoft Office PowerPoint", "ppt"),
    ];

    // Packages of NuGet and Visual Studio are OOXML to libmagic too, though no documents.
    private static readonly string[] Zips = ["Zip archive data", "Zip data", "Microsoft OOXML"];

    public static Recognition? Program(Evidence evidence)
    {
        if (evidence.MagicBegins("PE32") || evidence.MagicBegins("MS-DOS executable PE32"))
        {
            var platform = evidence.MagicHas("PE32+") ? "win64" : Vocabulary.Win32;
            return new Recognition(Vocabulary.Runnable, platform, evidence.MagicHas("(DLL)") ? "dll" : "exe");
        }

        if (evidence.MagicBegins("ELF"))
        {
            var platform = ElfNotes.PlatformOf(evidence.Content.Head.Span)
                ?? Array.Find(ElfPlatforms, entry => evidence.MagicHas(entry.Words)).Platform;
            return new Recognition(Vocabulary.Runnable, platform, "elf");
        }

        return IsDiskImage(evidence.Content) ? new Recognition(Vocabulary.Runnable, "macos", "dmg") : null;
    }

    public static Recognition? Zipped(Evidence evidence)
    {
        var isJava = evidence.MagicBegins("Java archive data (JAR)");
        var isAndroid = evidence.MagicBegins("Android package (APK)");
        if (!isJava && !isAndroid && !Array.Exists(Zips, evidence.MagicBegins))
        {
            return null;
        }

        var entries = evidence.Content.ZipEntries;
        if (isAndroid || evidence.Extension == "apk" || entries.Contains("AndroidManifest.xml"))
        {
            return new Recognition(Vocabulary.Runnable, "android", "apk");
        }

        if (isJava || evidence.Extension == "jar" || entries.Contains("META-INF/MANIFEST.MF"))
        {
            return new Recognition(Vocabulary.Runnable, Vocabulary.Win32, "jar");
        }

        if (entries.Any(name => name.EndsWith(".app/contents/info.plist", StringComparison.OrdinalIgnoreCase)))
        {
            return new Recognition(Vocabulary.Runnable, "macos", "app");
        }

        return Document(OfficeDocument.KindOf(entries) ?? NameRules.OfficeExtension(evidence))
            ?? new Recognition(Vocabulary.Archive, Extension: "zip");
    }

    /// <summary>OLE2 compound files: documents mostly.</summary>
    public static Recognition? Compound(Evidence evidence)
    {
        var isGeneral = evidence.MagicBegins("Composite Document File");
        if (!isGeneral && !evidence.MagicBegins("CDFV2"))
        {
            return null;
        }

        var file = evidence.Content.CompoundFile;
        if (evidence.MagicHas("MSI Installer") || file is { IsInstaller: true })
        {
            return new Recognition(Vocabulary.Runnable, Vocabulary.Win32, "msi");
        }

        if (evidence.MagicHas("Microsoft Outlook Message") || file?.Has("__properties_version1.0") == true)
        {
            return new Recognition(Vocabulary.Archive, Extension: "msg");
        }

        var extension = OfficeDocument.KindOf(file) ?? CreatingProgram(evidence) ?? NameRules.OfficeExtension(evidence);
        if (extension is not null)
        {
            return Document(extension);
        }

        // What encrypts a document hides which program wrote it.
        return evidence.MagicBegins("CDFV2 Encrypted") || file?.Has("EncryptedPackage") == true
            ? new Recognition(Vocabulary.Document, Vocabulary.Win32)
            : Document(isGeneral ? "doc" : null);
    }

    /// <summary>The formats that the first words of the description name.</summary>
    public static Recognition? Named(Evidence evidence)
    {
        var format = Array.Find(MagicTable.Formats, format => evidence.MagicBegins(format.Words)).Recognition;
        if (format is not null)
        {
            return format;
        }

        if (evidence.MagicHas("cpio archive"))
        {
            return new Recognition(Vocabulary.Archive, Extension: "cpio");
        }

        if (evidence.Description.Magic.TrimStart().StartsWith("LH", StringComparison.Ordinal)
            && evidence.MagicHas("archive"))
        {
            return new Recognition(Vocabulary.Archive, Extension: "lzh");
        }

        var program = Array.Find(OfficePrograms, entry => evidence.MagicBegins(entry.Program));
        return Document(evidence.MagicHas("2007+") ? $"{program.Extension}x" : program.Extension);
    }

    private static string? CreatingProgram(Evidence evidence) =>
        Array.Find(
            OfficePrograms,
            entry => evidence.MagicBegins($"CDFV2 {entry.Program}")
                || evidence.MagicHas($"Name of Creating Application: {entry.Program}")).Extension
        ?? evidence.Description.Mime switch
        {
            "application/vnd.ms-excel" => "xls",
            "application/vnd.ms-powerpoint" => "ppt",
            _ => null,
        };

    private static Recognition? Document(string? extension) =>
        extension is null ? null : new Recognition(Vocabulary.Document, Vocabulary.Win32, extension);

    /// <summary>A disk image of macOS is told by its last 512 bytes.</summary>
    private static bool IsDiskImage(SampleContent content)
    {
        const int TrailerSize = 512;
        var end = content.End;
        return end.Length >= TrailerSize
            && end[^TrailerSize..] is
                [(byte)'k', (byte)'o', (byte)'l', (byte)'y', _, _, _, _, 0, 0, TrailerSize >> 8, 0, ..];
    }
}
