namespace Karton.Services.Classifier.Recognizing;

/// <summary>The binary formats that the first words of libmagic's description tell.</summary>
internal static class MagicTable
{
    public static (string Words, Recognition? Recognition)[] Formats { get; } =
    [
        ("COM executable", Runnable("com")),
        ("DOS executable (COM", Runnable("com")),
        ("Dalvik dex file", new(Vocabulary.Runnable, "android", "dex")),
        ("Macromedia Flash", Runnable("swf")),
        ("MS Windows shortcut", Runnable("lnk")),
        ("MS Windows HtmlHelp Data", Runnable("chm")),
        ("64-bit XCOFF", new(Vocabulary.Runnable, "aix", "xcoff")),
        ("xar archive", new(Vocabulary.Runnable, "macos", "pkg")),
        ("Mach-O", new(Vocabulary.Runnable, "macos")),
        ("DOS/MBR boot sector", new(Vocabulary.Runnable, Extension: "mbr")),

        ("GIF image data", new("misc", Extension: "gif")),
        ("JPEG image data", new("misc", Extension: "jpg")),
        ("PNG image data", new("misc", Extension: "png")),

        ("Rich Text Format", new(Vocabulary.Document, Vocabulary.Win32, "rtf")),
        ("PDF document", new(Vocabulary.Document, Vocabulary.Win32, "pdf")),

        ("Microsoft Disk Image", Archive("vhd")),
        ("7-zip archive data", Archive("7z")),
        ("ACE archive data", Archive("ace")),
        ("ARC archive data", Archive("arc")),
        ("ARJ archive data", Archive("arj")),
        ("bzip2 compressed data", Archive("bz2")),
        ("Microsoft Cabinet archive data", Archive("cab")),
        ("gzip compressed", Archive("gz")),
        ("ISO 9660 CD-ROM", Archive("iso")),
        ("lzip compressed data", Archive("lz")),
        ("LZ4 compressed data", Archive("lz4")),
        ("POSIX tar archive", Archive("tar")),
        ("GNU tar archive", Archive("tar")),
        ("tar archive", Archive("tar")),
        ("RAR archive data", Archive("rar")),
        ("UDF filesystem data", Archive("udf")),
        ("compress'd data", Archive("z")),
        ("XZ compressed data", Archive("xz") with { Mime = "application/x-xz" }),
        ("zlib compressed data", Archive("zlib")),
        ("Zstandard compressed data", Archive("zst")),
        ("Zip multi-volume archive data", Archive("zip")),

        ("pcap capture file", new("pcap")),
        ("tcpdump capture file", new("pcap")),
        ("pcapng capture file", new("pcapng")),
        ("pcap-ng capture file", new("pcapng")),
        ("PGP", new("pgp")),
    ];

    private static Recognition Runnable(string extension) => new(Vocabulary.Runnable, Vocabulary.Win32, extension);

    private static Recognition Archive(string extension) => new(Vocabulary.Archive, Extension: extension);
}
