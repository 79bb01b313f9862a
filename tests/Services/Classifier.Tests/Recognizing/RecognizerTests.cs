using System.Text;
using Karton.Services.Classifier.Content;
using Karton.Services.Classifier.Describing;
using Karton.Services.Classifier.Recognizing;

namespace Karton.Services.Classifier.Tests.Recognizing;

/// <summary>The mapping alone: descriptions of libmagic, old and new, and names.</summary>
public sealed class RecognizerTests
{
    private const string Binary = "application/octet-stream";
    private const string Plain = "text/plain";
    private const string None = "unrecognized";

    [Theory]
    [InlineData("PE32 executable (GUI) Intel 80386, for MS Windows, 6 sections", "runnable:win32:exe")]
    [InlineData("PE32 executable (GUI) Intel 80386 Mono/.Net assembly, for MS Windows", "runnable:win32:exe")]
    [InlineData("PE32 executable for MS Windows 4.00 (DLL), Intel i386, 5 sections", "runnable:win32:dll")]
    [InlineData("PE32+ executable (console) x86-64, for MS Windows, 3 sections", "runnable:win64:exe")]
    [InlineData("PE32+ executable (DLL) (GUI) x86-64, for MS Windows, 6 sections", "runnable:win64:dll")]
    [InlineData("PE32+ executable (native) Aarch64, for MS Windows", "runnable:win64:exe")]
    [InlineData("MS-DOS executable PE32 executable (DLL) (GUI) Intel 80386", "runnable:win32:dll")]
    [InlineData("COM executable for DOS", "runnable:win32:com")]
    [InlineData("DOS executable (COM), start instruction 0xe9a10143", "runnable:win32:com")]
    [InlineData("DOS/MBR boot sector; partition 1 : ID=0xee, start-CHS (0x0,0,2)", "runnable:mbr")]
    [InlineData("Dalvik dex file version 035", "runnable:android:dex")]
    [InlineData("Macromedia Flash data (compressed), version 36", "runnable:win32:swf")]
    [InlineData("MS Windows shortcut, Item id list present, Has Relative path", "runnable:win32:lnk")]
    [InlineData("MS Windows HtmlHelp Data", "runnable:win32:chm")]
    [InlineData("ELF 64-bit LSB executable, x86-64, version 1 (GNU/Linux), stripped", "runnable:linux:elf")]
    [InlineData("ELF 32-bit MSB executable, SPARC, version 1 (SYSV), stripped", "runnable:linux:elf")]
    [InlineData("ELF 64-bit LSB executable, x86-64, version 1 (FreeBSD)", "runnable:freebsd:elf")]
    [InlineData("ELF 64-bit LSB executable, x86-64, version 1 (NetBSD)", "runnable:netbsd:elf")]
    [InlineData("ELF 64-bit LSB executable, x86-64, version 1 (OpenBSD)", "runnable:openbsd:elf")]
    [InlineData("ELF 32-bit MSB executable, SPARC, version 1 (Solaris)", "runnable:solaris:elf")]
    [InlineData("ELF 32-bit LSB executable, ARM, version 1 (ARM), stripped", "runnable:elf")]
    [InlineData("64-bit XCOFF executable or object module", "runnable:aix:xcoff")]
    [InlineData("xar archive compressed TOC: 4512, SHA-1 checksum", "runnable:macos:pkg")]
    [InlineData("Mach-O 64-bit x86_64 executable, flags:<NOUNDEFS|DYLDLINK>", "runnable:macos")]
    [InlineData("Mach-O universal binary with 2 architectures: [i386] [x86_64]", "runnable:macos")]
    [InlineData("Java archive data (JAR)", "runnable:win32:jar")]
    [InlineData("Android package (APK), with gradle app-metadata.properties", "runnable:android:apk")]
    [InlineData("GIF image data, version 89a, 3387 x 15370", "misc:gif")]
    [InlineData("JPEG image data, JFIF standard 1.01, 451x499, components 3", "misc:jpg")]
    [InlineData("PNG image data, 256 x 256, 8-bit/color RGBA, non-interlaced", "misc:png")]
    [InlineData("MS Windows icon resource - 1 icon, 16x16 with PNG image data, 16 x 16", None)]
    [InlineData("Microsoft Disk Image, Virtual Server or Virtual PC, Creator vpc", "archive:vhd")]
    [InlineData("Rich Text Format data, version 1, ANSI, code page 1252", "document:win32:rtf")]
    [InlineData("PDF document, version 1.4, 1 pages", "document:win32:pdf")]
    [InlineData("Composite Document File V2 Document, Little Endian, MSI Installer", "runnable:win32:msi")]
    [InlineData("Composite Document File V2 Document, Name of Creating Application: Microsoft Office Word",
        "document:win32:doc")]
    [InlineData("Composite Document File V2 Document, Name of Creating Application: Microsoft Excel",
        "document:win32:xls")]
    [InlineData("Composite Document File V2 Document, Name of Creating Application: Microsoft Office PowerPoint",
        "document:win32:ppt")]
    [InlineData("Composite Document File V2 Document, Cannot read section info", "document:win32:doc")]
    [InlineData("CDFV2 Microsoft Excel", "document:win32:xls")]
    [InlineData("CDFV2 Microsoft Outlook Message", "archive:msg")]
    [InlineData("CDFV2 Encrypted", "document:win32")]
    [InlineData("Microsoft Word 2007+", "document:win32:docx")]
    [InlineData("Microsoft Excel 2007+", "document:win32:xlsx")]
    [InlineData("Microsoft PowerPoint 2007+", "document:win32:pptx")]
    [InlineData("Microsoft Excel 5.0 Worksheet", "document:win32:xls")]
    [InlineData("7-zip archive data, version 0.4", "archive:7z")]
    [InlineData("ACE archive data version 20, from Win/32", "archive:ace")]
    [InlineData("ARC archive data, squeezed", "archive:arc")]
    [InlineData("ARJ archive data, v11, slash-switched", "archive:arj")]
    [InlineData("bzip2 compressed data, block size = 900k", "archive:bz2")]
    [InlineData("Microsoft Cabinet archive data, Windows 2000/XP setup, 621 bytes", "archive:cab")]
    [InlineData("cpio archive", "archive:cpio")]
    [InlineData("byte-swapped cpio archive", "archive:cpio")]
    [InlineData("ASCII cpio archive (SVR4 with no CRC)", "archive:cpio")]
    [InlineData("gzip compressed data, max compression, from Unix", "archive:gz")]
    [InlineData("ISO 9660 CD-ROM filesystem data 'X' (bootable)", "archive:iso")]
    [InlineData("lzip compressed data, version: 1", "archive:lz")]
    [InlineData("  LHa (2.x) archive data [lh5], with \"a.txt\"", "archive:lzh")]
    [InlineData("  LHa 2.x? archive data  [lhd], with \"a\"", "archive:lzh")]
    [InlineData("LHarc 1.x/ARX archive data  [lh0]", "archive:lzh")]
    [InlineData("POSIX tar archive (GNU)", "archive:tar")]
    [InlineData("tar archive", "archive:tar")]
    [InlineData("RAR archive data, v5", "archive:rar")]
    [InlineData("UDF filesystem data (version 1.5) '06_25_2020'", "archive:udf")]
    [InlineData("XZ compressed data, checksum CRC32", "archive:xz")]
    [InlineData("Zip archive data, at least v2.0 to extract, compression method=deflate", "archive:zip")]
    [InlineData("Zip data (MIME type \"application/x-unknown\"?)", "archive:zip")]
    [InlineData("Microsoft OOXML", "archive:zip")]
    [InlineData("zlib compressed data", "archive:zlib")]
    [InlineData("Zstandard compressed data (v0.8+), Dictionary ID: None", "archive:zst")]
    [InlineData("compress'd data 16 bits", "archive:z")]
    [InlineData("pcap capture file, microsecond ts (little-endian) - version 2.4", "misc:pcap")]
    [InlineData("tcpdump capture file (little-endian) - version 2.4", "misc:pcap")]
    [InlineData("pcapng capture file - version 1.0", "misc:pcapng")]
    [InlineData("pcap-ng capture file - version 1.0", "misc:pcapng")]
    [InlineData("PGP public key block Public-Key (old)", "misc:pgp")]
    [InlineData("AppleScript compiled", "script:scpt")]
    [InlineData("OpenDocument Text", None)]
    [InlineData("SQLite 3.x database, last written using SQLite version 3040001", None)]
    [InlineData("data", None)]
    public void A_description_of_bytes_leads_to_its_tag(string magic, string tag) =>
        Assert.Equal(tag, TagOf(magic, Binary, "sample"));

    [Theory]
    [InlineData("ASCII text, with very long lines (534), with CRLF line terminators", "misc:ascii")]
    [InlineData("C source, ASCII text, with very long lines (302)", "misc:ascii")]
    [InlineData("XML 1.0 document, ASCII text", "misc:ascii")]
    [InlineData("CSV text", "misc:csv")]
    [InlineData("CSV ASCII text", "misc:csv")]
    [InlineData("ISO-8859 text, with CRLF line terminators", "misc:iso-8859-1")]
    [InlineData("UTF-8 Unicode text, with no line terminators", "misc:utf-8")]
    [InlineData("UTF-8 Unicode (with BOM) text", "misc:utf-8")]
    [InlineData("Unicode text, UTF-8 text", "misc:utf-8")]
    [InlineData("Unicode text, UTF-8 (with BOM) text, with CRLF line terminators", "misc:utf-8")]
    [InlineData("Non-ISO extended-ASCII text", None)]
    [InlineData("Little-endian UTF-16 Unicode text", None)]
    [InlineData("HTML document, ASCII text, with very long lines (781)", "misc:html")]
    [InlineData("JSON data", "misc:json")]
    [InlineData("news or mail, ASCII text", "archive:eml")]
    [InlineData("SMTP mail, ASCII text, with CRLF line terminators", "archive:eml")]
    [InlineData("RFC 822 mail, ASCII text", "archive:eml")]
    [InlineData("PHP script, ASCII text", "script:php")]
    [InlineData("Perl script text executable", "script:pl")]
    [InlineData("Perl5 module source, ASCII text", "script:pl")]
    [InlineData("Python script, ASCII text executable", "script:py")]
    [InlineData("Ruby script, ASCII text executable", "script:rb")]
    [InlineData("Bourne-Again shell script, ASCII text executable", "script:sh")]
    [InlineData("POSIX shell script, ASCII text executable", "script:sh")]
    [InlineData("DOS batch file, ASCII text", "script:win32:bat")]
    [InlineData("a pwsh script, ASCII text executable", "script:win32:ps1")]
    public void A_description_of_text_leads_to_its_tag(string magic, string tag) =>
        Assert.Equal(tag, TagOf(magic, Plain, "sample"));

    [Theory]
    [InlineData("data", Binary, "a.vbs", "script:win32:vbs")]
    [InlineData("ASCII text", Plain, "a.js", "script:win32:js")]
    [InlineData("ASCII text", Plain, "A.JS ", "script:win32:js")]
    [InlineData("HTML document, ASCII text", "text/html", "a.hta", "script:win32:hta")]
    [InlineData("XML 1.0 document, ASCII text", "text/xml", "a.wsf", "script:win32:wsf")]
    [InlineData("ASCII text", Plain, "a.cmd", "script:win32:cmd")]
    [InlineData("ASCII text", Plain, "a.py", "script:py")]
    [InlineData("ASCII text", Plain, "a.php", "script:php")]
    [InlineData("data", Binary, "a.docm", "document:win32:docm")]
    [InlineData("HTML document, ASCII text", "text/html", "a.doc", "document:win32:doc")]
    [InlineData("Zip archive data", "application/zip", "a.docx", "document:win32:docx")]
    [InlineData("Composite Document File V2 Document", "application/CDFV2", "a.xls", "document:win32:xls")]
    [InlineData("CDFV2 Encrypted", "application/encrypted", "a.xlsx", "document:win32:xlsx")]
    [InlineData("Microsoft Excel 2007+", Binary, "a.xlsm", "document:win32:xlsx")]
    [InlineData("data", Binary, "a.pdf", "document:win32:pdf")]
    [InlineData("ASCII text", Plain, "a.rtf", "document:win32:rtf")]
    [InlineData("data", Binary, "a.rar", "archive:rar")]
    [InlineData("data", Binary, "a.lnk", "runnable:win32:lnk")]
    [InlineData("data", Binary, "a.png", "misc:png")]
    [InlineData("data", Binary, "a.eml", "archive:eml")]
    [InlineData("Zip archive data", "application/zip", "a.jar", "runnable:win32:jar")]
    [InlineData("Zip archive data", "application/zip", "a.apk", "runnable:android:apk")]
    public void A_name_decides_where_the_bytes_do_not(string magic, string mime, string name, string tag) =>
        Assert.Equal(tag, TagOf(magic, mime, name));

    [Theory]
    [InlineData("Zip archive data", "application/zip", "a.js", "archive:zip")]
    [InlineData("RAR archive data, v5", "application/x-rar", "a.png", "archive:rar")]
    [InlineData("PE32 executable (GUI) Intel 80386", Binary, "a.pdf", "runnable:win32:exe")]
    [InlineData("PNG image data", "image/png", "a.zip", "misc:png")]
    [InlineData("PDF document, version 1.4", "application/pdf", "a.vbs", "document:win32:pdf")]
    [InlineData("Rich Text Format data, version 1", "text/rtf", "a.doc", "document:win32:rtf")]
    [InlineData("CDFV2 Microsoft Outlook Message", "application/vnd.ms-outlook", "a.doc", "archive:msg")]
    [InlineData("ASCII text", Plain, "a.png", "misc:ascii")]
    [InlineData("ASCII text", Plain, "a.zip", "misc:ascii")]
    [InlineData("ASCII text", Plain, "a.lnk", "misc:ascii")]
    [InlineData("ASCII text", Plain, "de.msg", "misc:ascii")]
    public void A_name_never_hides_what_the_bytes_are(string magic, string mime, string name, string tag) =>
        Assert.Equal(tag, TagOf(magic, mime, name));

    [Fact]
    public void The_MIME_type_of_xz_does_not_depend_on_the_version_of_libmagic()
    {
        var recognition = Recognize("XZ compressed data", "application/octet-stream", "sample");

        Assert.Equal("application/x-xz", recognition?.Mime);
    }

    [Fact]
    public void The_recognition_carries_the_words_and_the_MIME_type_of_the_engine()
    {
        var recognition = Recognize("gzip compressed data", "application/gzip", "sample");

        Assert.Equal(
            new Recognition("archive", Extension: "gz") { Magic = "gzip compressed data", Mime = "application/gzip" },
            recognition);
    }

    private static string TagOf(string magic, string mime, string name) =>
        Recognize(magic, mime, name)?.Tag ?? None;

    private static Recognition? Recognize(string magic, string mime, string name)
    {
        var bytes = Encoding.ASCII.GetBytes("nothing that a rule would know");
        return Recognizer.Recognize(
            new Description(magic, mime), new SampleContent(name, bytes, default, bytes.Length));
    }
}
