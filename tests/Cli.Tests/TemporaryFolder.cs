using System.Diagnostics;

namespace Karton.Cli.Tests;

/// <summary>A folder for the files of one test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public TemporaryFolder() => Root = Directory.CreateTempSubdirectory("karton-cli-").FullName;

    public string Root { get; }

    public string At(params string[] parts) => Path.Combine([Root, .. parts]);

    public string File(string name, string content = "x")
    {
        var path = At(name.Split('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        System.IO.File.WriteAllText(path, content);
        return path;
    }

    public string Pipe(string name)
    {
        var path = At(name);
        using var make = Process.Start("mkfifo", [path]);
        make.WaitForExit();
        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
