using System.Security.Cryptography;

namespace Karton.Sdk.Resources;

/// <summary>Where temporary files and folders lie. Their names are ours, and no one but their owner may open
/// them.</summary>
internal static class TemporaryPlace
{
    private const string Prefix = "karton-";
    private const UnixFileMode FileMode600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    internal static string NewFile(out FileStream file)
    {
        var path = NewPath();
        file = Create(path);
        return path;
    }

    /// <summary>Makes a file that only this stream knows. On Unix it has no name, so it is gone with the process,
    /// however that ends.</summary>
    internal static FileStream NewSpool()
    {
        var path = NewPath();
        var file = Create(path, FileAccess.ReadWrite, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows())
        {
            File.Delete(path);
        }

        return file;
    }

    internal static string NewFolder() => Directory.CreateTempSubdirectory(Prefix).FullName;

    internal static FileStream Create(string path) => Create(path, FileAccess.Write, FileOptions.Asynchronous);

    private static string NewPath() =>
        Path.Combine(Path.GetTempPath(), Prefix + RandomNumberGenerator.GetHexString(32, lowercase: true));

    private static FileStream Create(string path, FileAccess access, FileOptions fileOptions)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = access,
            Share = FileShare.None,
            BufferSize = 0,
            Options = fileOptions,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return new FileStream(path, options);
    }
}
