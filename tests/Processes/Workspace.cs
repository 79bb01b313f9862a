using System.IO.Compression;

namespace Karton.Tests.Processes;

/// <summary>A temporary folder for the inputs and the data of one test.</summary>
public sealed class Workspace : IDisposable
{
    public Workspace() => Root = Directory.CreateTempSubdirectory("karton-test-").FullName;

    public string Root { get; }

    public string Data => Path.Combine(Root, "data");

    public string File(string name, byte[] content)
    {
        var path = Path.Combine(Root, name);
        System.IO.File.WriteAllBytes(path, content);
        return path;
    }

    /// <summary>A zip with as many small text members as wanted, each with contents of its own.</summary>
    public string Zip(string name, int members)
    {
        var path = Path.Combine(Root, name);
        using var archive = ZipFile.Open(path, ZipArchiveMode.Create);
        for (var member = 0; member < members; member++)
        {
            using var writer = new StreamWriter(archive.CreateEntry($"note-{member:D5}.txt").Open());
            writer.Write($"This is note number {member} of {members}.\n");
        }

        return path;
    }

    /// <summary>A file of zeros that takes no room on the disk.</summary>
    public string Sparse(string name, long size)
    {
        var path = Path.Combine(Root, name);
        using var file = System.IO.File.Create(path);
        file.SetLength(size);
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
