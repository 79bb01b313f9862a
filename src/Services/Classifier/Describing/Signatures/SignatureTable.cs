using static Karton.Services.Classifier.Describing.Signatures.Signature;

namespace Karton.Services.Classifier.Describing.Signatures;

/// <summary>The formats that a few bytes at a fixed place tell.</summary>
internal static class SignatureTable
{
    private const string Unnamed = "application/octet-stream";

    private static readonly Signature[] Signatures =
    [
        // Archives and compressed files.
        Hex("377ABCAF271C", "7-zip archive data", "application/x-7z-compressed"),
        Text("Rar!\x1A\x07\x00", "RAR archive data, v4", "application/x-rar"),
        Text("Rar!\x1A\x07\x01\x00", "RAR archive data, v5", "application/x-rar"),
        Hex("1F8B08", "gzip compressed data", "application/gzip"),
        Hex("1F9D", "compress'd data", "application/x-compress"),
        Hex("FD377A585A00", "XZ compressed data", "application/x-xz"),
        Hex("28B52FFD", "Zstandard compressed data", "application/zstd"),
        Hex("04224D18", "LZ4 compressed data", "application/x-lz4"),
        Text("LZIP\x01", "lzip compressed data", "application/x-lzip"),
        Text("MSCF\0\0\0\0", "Microsoft Cabinet archive data", "application/vnd.ms-cab-compressed"),
        Text("ISc(", "InstallShield CAB", Unnamed),
        Text("SZDD\x88\xF0\x27\x33", "MS Compress archive data, SZDD variant", "application/x-ms-compress-szdd"),
        Text("070701", "ASCII cpio archive (SVR4 with no CRC)", "application/x-cpio"),
        Text("070702", "ASCII cpio archive (SVR4 with CRC)", "application/x-cpio"),
        Text("070707", "ASCII cpio archive (pre-SVR4 or odc)", "application/x-cpio"),
        Hex("C771", "cpio archive", "application/x-cpio"),
        Hex("71C7", "byte-swapped cpio archive", "application/x-cpio"),
        Text("**ACE**", "ACE archive data", "application/x-ace-compressed", offset: 7),
        Text("!<arch>\ndebian", "Debian binary package", "application/vnd.debian.binary-package"),
        Text("!<arch>\n", "current ar archive", "application/x-archive"),
        Hex("EDABEEDB", "RPM", "application/x-rpm"),
        Text("xar!\0", "xar archive", "application/x-xar"),
        Text("conectix", "Microsoft Disk Image, Virtual Server or Virtual PC", Unnamed),
        Text("\u0001CD001", "ISO 9660 CD-ROM filesystem data", "application/x-iso9660-image", offset: 0x8000),

        // Documents and pictures.
        Text(@"{\rtf", "Rich Text Format data", "text/rtf"),
        Text("\x89PNG\r\n\x1A\n", "PNG image data", "image/png"),
        Text("GIF87a", "GIF image data, version 87a", "image/gif"),
        Text("GIF89a", "GIF image data, version 89a", "image/gif"),
        Hex("FFD8FF", "JPEG image data", "image/jpeg"),

        // Programs that are neither PE, ELF nor Mach-O, and what Windows runs.
        Hex("4C0000000114020000000000C000000000000046", "MS Windows shortcut", Unnamed),
        Text("ITSF\x03\0\0\0", "MS Windows HtmlHelp Data", "application/vnd.ms-htmlhelp"),
        Text("dex\n0", "Dalvik dex file", Unnamed),
        Hex("01F7", "64-bit XCOFF executable or object module", Unnamed),
        Text("FasdUAS ", "AppleScript compiled", Unnamed),

        // Captured traffic and keys.
        Hex("D4C3B2A1", "pcap capture file, microsecond ts (little-endian)", "application/vnd.tcpdump.pcap"),
        Hex("A1B2C3D4", "pcap capture file, microsecond ts (big-endian)", "application/vnd.tcpdump.pcap"),
        Hex("4D3CB2A1", "pcap capture file, nanosecond ts (little-endian)", "application/vnd.tcpdump.pcap"),
        Hex("A1B23C4D", "pcap capture file, nanosecond ts (big-endian)", "application/vnd.tcpdump.pcap"),
        Hex("0A0D0D0A", "pcapng capture file", Unnamed),
        Text("-----BEGIN PGP MESSAGE-", "PGP message", "application/pgp"),
        Text("-----BEGIN PGP PUBLIC KEY BLOCK-", "PGP public key block", "application/pgp-keys"),
        Text("-----BEGIN PGP SIGNATURE-", "PGP signature", "application/pgp-signature"),
        Text("-----BEGIN PGP SIGNED MESSAGE-", "PGP signed message", "text/PGP"),
        Text("SQLite format 3\0", "SQLite 3.x database", "application/vnd.sqlite3"),
    ];

    public static Description? Find(ReadOnlySpan<byte> head)
    {
        foreach (var signature in Signatures)
        {
            if (signature.Matches(head))
            {
                return signature.Description;
            }
        }

        return null;
    }
}
