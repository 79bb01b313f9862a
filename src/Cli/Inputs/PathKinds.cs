using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Karton.Cli.Inputs;

/// <summary>
/// Finds out what lies at a path without opening it: opening a pipe waits for its writer for ever. .NET does not tell a
/// pipe from a file, so Linux is asked itself. What may not be looked at counts as a file: opening it tells why.
/// </summary>
internal static partial class PathKinds
{
    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const uint TypeMask = 1;
    private const int ModeOffset = 28;
    private const int StatusSize = 256;

    // errno(3)
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int NoDirectory = 20;
    private const int NameTooLong = 36;
    private const int Loop = 40;

    /// <summary>What lies at <paramref name="path"/>; a link is a link.</summary>
    public static PathKind Of(string path) => Find(path, NoFollow);

    /// <summary>What lies at <paramref name="path"/>, or at the end of its links.</summary>
    public static PathKind OfTarget(string path) => Find(path, flags: 0);

    private static PathKind Find(string path, int flags)
    {
        if (OperatingSystem.IsLinux())
        {
            var status = new byte[StatusSize];
            if (StatX(CurrentDirectory, path, flags, TypeMask, status) == 0)
            {
                return FromMode(BinaryPrimitives.ReadUInt16LittleEndian(status.AsSpan(ModeOffset)));
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case NoEntry or NoDirectory or Loop or NameTooLong:
                    return PathKind.Missing;
                case AccessDenied:
                    return PathKind.File;
            }
        }

        return FromAttributes(path, isFollowed: flags == 0);
    }

    // The file type bits of a mode, as in inode(7).
    private static PathKind FromMode(ushort mode) => (mode & 0xF000) switch
    {
        0x8000 => PathKind.File,
        0x4000 => PathKind.Directory,
        0xA000 => PathKind.Link,
        0x1000 => PathKind.Pipe,
        0xC000 => PathKind.Socket,
        _ => PathKind.Device,
    };

    private static PathKind FromAttributes(string path, bool isFollowed)
    {
        FileSystemInfo info = new FileInfo(path);
        if (isFollowed && info.LinkTarget is not null)
        {
            return OfEnd(info);
        }

        return info.Attributes switch
        {
            (FileAttributes)(-1) => PathKind.Missing,
            var attributes when attributes.HasFlag(FileAttributes.ReparsePoint) && info.LinkTarget is not null =>
                PathKind.Link,
            var attributes when attributes.HasFlag(FileAttributes.Directory) => PathKind.Directory,
            _ => PathKind.File,
        };
    }

    private static PathKind OfEnd(FileSystemInfo link)
    {
        try
        {
            var end = link.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            return Directory.Exists(end) ? PathKind.Directory : File.Exists(end) ? PathKind.File : PathKind.Missing;
        }
        catch (IOException)
        {
            // A link that leads to itself has no end.
            return PathKind.Missing;
        }
    }

    // struct statx is laid out alike on every architecture.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int directory, string path, int flags, uint mask, [Out] byte[] status);
}
