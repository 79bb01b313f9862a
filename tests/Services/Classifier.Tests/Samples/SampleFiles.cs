using System.Text;

namespace Karton.Services.Classifier.Tests.Samples;

/// <summary>One small file of each format that both engines know, with the tag that it must get by its contents
/// alone.</summary>
internal static class SampleFiles
{
    private static readonly Guid Installer = new("000c1084-0000-0000-c000-000000000046");

    private static readonly Dictionary<string, (string Tag, Func<byte[]> Make)> Files = new()
    {
        ["program"] = ("runnable:win32:exe", () => Programs.Pe(is64: false, isDll: false)),
        ["library"] = ("runnable:win32:dll", () => Programs.Pe(is64: false, isDll: true)),
        ["64-bit program"] = ("runnable:win64:exe", () => Programs.Pe(is64: true, isDll: false)),
        ["64-bit library"] = ("runnable:win64:dll", () => Programs.Pe(is64: true, isDll: true)),
        ["program without its mark"] = ("dump:win32:exe", Programs.PeWithoutMark),
        ["program that is cut off"] = ("dump:win32:exe", Programs.PeCutOff),
        ["ELF, SYSV"] = ("runnable:linux:elf", () => Programs.Elf(abi: 0)),
        ["ELF, GNU/Linux"] = ("runnable:linux:elf", () => Programs.Elf(abi: 3)),
        ["ELF, FreeBSD"] = ("runnable:freebsd:elf", () => Programs.Elf(abi: 9)),
        ["ELF, SYSV with a note of OpenBSD"] = ("runnable:openbsd:elf", () => Programs.Elf(abi: 0, note: "OpenBSD")),
        ["ELF, stand-alone"] = ("runnable:elf", () => Programs.Elf(abi: 255)),
        ["Mach-O"] = ("runnable:macos", Programs.MachO),
        ["disk image"] = ("runnable:macos:dmg", () => Programs.DiskImage()),
        ["package of macOS"] = ("runnable:macos:pkg", () => Hex("78617221001C0001", 64)),
        ["Dalvik"] = ("runnable:android:dex", () => Hex("6465780A30333500", 112)),
        ["Flash"] = ("runnable:win32:swf", () => Hex("4357530A00010000789C", 64)),
        ["shortcut"] = ("runnable:win32:lnk", () => Hex("4C0000000114020000000000C000000000000046", 76)),
        ["compiled help"] = ("runnable:win32:chm", () => Hex("495453460300000060000000", 96)),
        ["XCOFF"] = ("runnable:aix:xcoff", () => Hex("01F70004", 64)),

        ["zip"] = ("archive:zip", () => Archives.Zip("a.txt")),
        ["jar"] = ("runnable:win32:jar", () => Archives.Zip("META-INF/MANIFEST.MF", "A.class")),
        ["apk"] = ("runnable:android:apk", () => Archives.Zip("classes.dex", "AndroidManifest.xml")),
        ["app of macOS"] = ("runnable:macos:app", () => Archives.Zip("x.txt", "Any.app/Contents/Info.plist")),
        ["docx"] =
            ("document:win32:docx", () => Archives.Zip("[Content_Types].xml", "_rels/.rels", "word/document.xml")),
        ["xlsx"] = ("document:win32:xlsx", () => Archives.Zip("xl/workbook.xml", "[Content_Types].xml")),
        ["pptx"] =
            ("document:win32:pptx", () => Archives.Zip("[Content_Types].xml", "_rels/.rels", "ppt/slides/a.xml")),
        ["package of NuGet"] = ("archive:zip", () => Archives.Zip("[Content_Types].xml", "_rels/.rels", "lib/a.dll")),
        ["doc"] = ("document:win32:doc", () => Archives.Compound(default, "WordDocument", "1Table")),
        ["xls"] = ("document:win32:xls", () => Archives.Compound(default, "Workbook")),
        ["ppt"] = ("document:win32:ppt", () => Archives.Compound(default, "a", "b", "c", "d", "PowerPoint Document")),
        ["encrypted document"] =
            ("document:win32", () => Archives.Compound(default, "EncryptionInfo", "EncryptedPackage")),
        ["message of Outlook"] = ("archive:msg", () => Archives.Compound(default, "__properties_version1.0")),
        ["installer"] = ("runnable:win32:msi", () => Archives.Compound(Installer, "any")),
        ["other compound file"] = ("document:win32:doc", () => Archives.Compound(default, "any")),

        ["tar"] = ("archive:tar", Archives.Tar),
        ["gz"] = ("archive:gz", Archives.Gzip),
        ["zlib"] = ("archive:zlib", Archives.Zlib),
        ["iso"] = ("archive:iso", Archives.Iso),
        ["udf"] = ("archive:udf", Archives.Udf),
        ["cpio"] = ("archive:cpio", Archives.Cpio),
        ["arj"] = ("archive:arj", Archives.Arj),
        ["7z"] = ("archive:7z", () => Hex("377ABCAF271C0004", 64)),
        ["rar 4"] = ("archive:rar", () => Hex("526172211A0700CF907300000D", 64)),
        ["rar 5"] = ("archive:rar", () => Hex("526172211A070100", 64)),
        ["bz2"] = ("archive:bz2", () => Hex("425A6839314159265359", 64)),
        ["xz"] = ("archive:xz", () => Hex("FD377A585A000001", 64)),
        ["zst"] = ("archive:zst", () => Hex("28B52FFD2405290000", 64)),
        ["lz4"] = ("archive:lz4", () => Hex("04224D186440A7", 64)),
        ["lz"] = ("archive:lz", () => Hex("4C5A4950010C", 64)),
        ["compress"] = ("archive:z", () => Hex("1F9D90", 64)),
        ["cab"] = ("archive:cab", () => Hex("4D534346000000004000000000000000", 64)),
        ["ace"] = ("archive:ace", () => Hex("CA3F3100000090" + "2A2A4143452A2A1402", 64)),

        ["rtf"] = ("document:win32:rtf", () => Text(@"{\rtf1\ansi hello}")),
        ["pdf"] = ("document:win32:pdf", () => Text("%PDF-1.4\n1 0 obj\n<<>>\nendobj\n")),
        ["png"] = ("misc:png", () => Hex("89504E470D0A1A0A0000000D49484452000000010000000108060000001F15C489", 64)),
        ["gif"] = ("misc:gif", () => Hex("47494638396101000100", 64)),
        ["jpg"] = ("misc:jpg", () => Hex("FFD8FFE000104A46494600010100000100010000", 64)),
        ["pcap"] = ("misc:pcap", () => Hex("D4C3B2A1020004000000000000000000FFFF000001000000", 64)),
        ["pcapng"] = ("misc:pcapng", () => Hex("0A0D0D0A1C0000004D3C2B1A01000000FFFFFFFFFFFFFFFF1C000000", 64)),
        ["pgp"] = ("misc:pgp", () => Text("-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----\n")),

        ["ASCII"] = ("misc:ascii", () => Text("Nothing but a few words.\r\nAnd a second line.\r\n")),
        ["UTF-8"] = ("misc:utf-8", () => Text("Zażółć gęślą jaźń: słowa i nic więcej.\n")),
        ["ISO-8859"] = ("misc:iso-8859-1", () => Encoding.Latin1.GetBytes("Nur Wörter, größer als nötig.\n")),
        ["json"] = ("misc:json", () => Text("""{"a": [1, 2, {"b": null}], "c": "d"}""")),
        ["csv"] = ("misc:csv", () => Text(string.Concat(Enumerable.Repeat("1,two,\"three, four\"\n", 12)))),
        ["html"] = ("misc:html", () => Text("<!DOCTYPE html>\n<html><head><title>t</title></head></html>\n")),
        ["mail"] = ("archive:eml", () => Text(Scripts.Mail)),
        ["sh"] = ("script:sh", () => Text("#!/bin/sh\necho hello\n")),
        ["bash"] = ("script:sh", () => Text("#!/bin/bash\necho hello\n")),
        ["python"] = ("script:py", () => Text("#!/usr/bin/env python3\nprint('hello')\n")),
        ["perl"] = ("script:pl", () => Text("#!/usr/bin/perl\nuse strict;\nprint 'hello';\n")),
        ["ruby"] = ("script:rb", () => Text("#!/usr/bin/env ruby\nputs 'hello'\n")),
        ["php"] = ("script:php", () => Text("<?php\necho 'hello';\n")),
        ["batch"] = ("script:win32:bat", () => Text("@echo off\r\ncopy a.txt b.txt\r\n")),
        ["vbs"] = ("script:win32:vbs", () => Text(Scripts.VisualBasic)),
        ["js"] = ("script:win32:js", () => Text(Scripts.Java)),
        ["ps1"] = ("script:win32:ps1", () => Text(Scripts.PowerShell)),
        ["ps1 in UTF-16"] = ("script:win32:ps1", () => [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(Scripts.PowerShell)]),
        ["encoded script"] = ("script:win32:jse", () => Text("#@~^XAAAAA==\x7F\x01zmD~k'r#@#@&ADAAA==^#~@")),
    };

    public static IReadOnlyCollection<string> Names => Files.Keys;

    public static string TagOf(string name) => Files[name].Tag;

    public static byte[] Make(string name) => Files[name].Make();

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Hex(string digits, int size) => Convert.FromHexString(digits).Pad(size);
}
