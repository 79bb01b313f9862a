using System.Security.Cryptography;

namespace Karton.Sdk.Stores;

/// <summary>The folder of what is being written.</summary>
internal sealed class IncomingFolder
{
    /// <summary>Where file locks do not work, a file that was not written to for this long has no owner any
    /// more.</summary>
    internal static readonly TimeSpan LeftoverAge = TimeSpan.FromHours(1);

    private readonly string _path;

    internal IncomingFolder(string path)
    {
        _path = path;
        PrivateFolder.Make(path);
    }

    internal IncomingFile Create() =>
        new(Path.Combine(_path, RandomNumberGenerator.GetHexString(32, lowercase: true)));

    /// <summary>Deletes what was not written to for <see cref="LeftoverAge"/> and is not open in any process.</summary>
    internal void RemoveLeftovers(DateTimeOffset now)
    {
        foreach (var file in new DirectoryInfo(_path).EnumerateFiles())
        {
            if (now - file.LastWriteTimeUtc > LeftoverAge && !IsOpen(file.FullName))
            {
                file.Delete();
            }
        }
    }

    private static bool IsOpen(string path)
    {
        try
        {
            // An exclusive open fails while its writer, which opens exclusively too, has it.
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
