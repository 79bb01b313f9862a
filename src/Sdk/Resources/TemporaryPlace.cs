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
        var path = Path.Combine(Path.GetTempPath(), Prefix + RandomNumberGenerator.GetHexString(32, lowercase: true));
        file = Create(path);
        return path;
    }

    internal static string NewFolder() => Directory.CreateTempSubdirectory(Prefix).FullName;

    internal static FileStream Create(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            Options = FileOptions.Asynchronous,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = FileMode600;
        }

        return new FileStream(path, options);
    }
}
