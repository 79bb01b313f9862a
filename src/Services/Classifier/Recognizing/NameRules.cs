using System.Collections.Frozen;

namespace Karton.Services.Classifier.Recognizing;

/// <summary>What the name tells, where the bytes do not.</summary>
internal static class NameRules
{
    private static readonly FrozenSet<string> WindowsScripts = FrozenSet.Create(
        "vbs", "vbe", "js", "jse", "wsh", "wsf", "hta", "cmd", "bat", "ps1");

    private static readonly FrozenSet<string> Archives = FrozenSet.Create(
        "7z", "ace", "arc", "arj", "bz2", "cab", "cpio", "gz", "iso", "lz", "lzh", "rar", "tar", "udf", "vhd", "xz",
        "zip", "zlib");

    private static readonly FrozenDictionary<string, Recognition> Binaries = new Dictionary<string, Recognition>
    {
        ["dex"] = new(Vocabulary.Runnable, "android", "dex"),
        ["swf"] = new(Vocabulary.Runnable, Vocabulary.Win32, "swf"),
        ["lnk"] = new(Vocabulary.Runnable, Vocabulary.Win32, "lnk"),
        ["chm"] = new(Vocabulary.Runnable, Vocabulary.Win32, "chm"),
        ["pkg"] = new(Vocabulary.Runnable, "macos", "pkg"),
        ["dmg"] = new(Vocabulary.Runnable, "macos", "dmg"),
        ["gif"] = new("misc", Extension: "gif"),
        ["jpg"] = new("misc", Extension: "jpg"),
        ["png"] = new("misc", Extension: "png"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static Recognition? Decide(Evidence evidence)
    {
        var extension = evidence.Extension;
        if (WindowsScripts.Contains(extension))
        {
            return new Recognition(Vocabulary.Script, Vocabulary.Win32, extension);
        }

        if (extension is "rtf" or "pdf" || OfficeExtension(evidence) is not null)
        {
            return new Recognition(Vocabulary.Document, Vocabulary.Win32, extension);
        }

        if (evidence.IsText)
        {
            return null;
        }

        if (Binaries.TryGetValue(extension, out var binary))
        {
            return binary;
        }

        return Archives.Contains(extension) ? new Recognition(Vocabulary.Archive, Extension: extension) : null;
    }

    /// <summary>The extension of the name when it is one of an Office document, macro-enabled ones and templates
    /// included: <c>doc</c>, <c>docm</c>, <c>xlsb</c>…</summary>
    public static string? OfficeExtension(Evidence evidence)
    {
        const int LongestExtension = 5;
        var extension = evidence.Extension;
        return extension.Length is >= 3 and <= LongestExtension && extension[..3] is "doc" or "xls" or "ppt"
            ? extension
            : null;
    }
}
