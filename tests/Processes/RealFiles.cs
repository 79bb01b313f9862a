using System.Formats.Tar;
using System.IO.Compression;

namespace Karton.Tests.Processes;

/// <summary>Files as they are found in the world: programs and libraries of the system, a collection of packed ones,
/// and archives of all these.</summary>
public static class RealFiles
{
    private const long Largest = 200 * 1024;
    private const int Archives = 100;

    private static readonly string[] Folders = ["/usr/bin", "/usr/sbin", "/usr/lib", "/usr/share/doc"];

    /// <summary>A folder of the samples that come with the program.</summary>
    public static string Shipped(string folder)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Karton.sln")))
        {
            root = Path.GetDirectoryName(root)!;
        }

        return Path.Combine(root, "samples", folder);
    }

    /// <summary>As many different files.</summary>
    public static IReadOnlyList<string> Collect(Workspace workspace, int count)
    {
        var packed = Directory.GetFiles("/usr/share/clamav-testfiles").Where(IsSmall).ToList();
        var system = Folders.SelectMany(Find).Take(count - Archives - packed.Count).ToList();
        var archives = Enumerable.Range(0, Archives)
            .Select(index => Pack(workspace, index, [.. system.Skip(index * 3).Take(3)]));
        return [.. packed, .. archives, .. system];
    }

    private static string Pack(Workspace workspace, int index, string[] files)
    {
        var name = Path.Combine(workspace.Root, $"packed-{index:D3}");
        if (index % 2 == 0)
        {
            using var zip = ZipFile.Open($"{name}.zip", ZipArchiveMode.Create);
            foreach (var file in files)
            {
                zip.CreateEntryFromFile(file, Path.GetFileName(file), CompressionLevel.Fastest);
            }

            return $"{name}.zip";
        }

        using var gzip = new GZipStream(File.Create($"{name}.tar.gz"), CompressionLevel.Fastest);
        using var tar = new TarWriter(gzip);
        foreach (var file in files)
        {
            tar.WriteEntry(file, Path.GetFileName(file));
        }

        return $"{name}.tar.gz";
    }

    private static IEnumerable<string> Find(string folder) => Directory
        .EnumerateFiles(folder, "*", new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint,
        })
        .Where(IsSmall)
        .Order(StringComparer.Ordinal);

    private static bool IsSmall(string path) => new FileInfo(path).Length <= Largest;
}
