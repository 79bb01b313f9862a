using Karton.Sdk.Resources;
using Karton.Sdk.Stores;

namespace Karton.Sdk.Tests.Resources;

/// <summary>Resources over a store of files, with a folder of their own for everything temporary. The folder is set for
/// the whole process, so its users run alone.</summary>
public sealed class ResourcesFixture : IDisposable
{
    private const string Variable = "TMPDIR";

    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly string _root = Directory.CreateTempSubdirectory("karton-tests-").FullName;

    public ResourcesFixture()
    {
        Files = Directory.CreateDirectory(Path.Combine(_root, "files")).FullName;
        Temporary = Directory.CreateDirectory(Path.Combine(_root, "temporary")).FullName;
        Store = new FileObjectStore(Path.Combine(_root, "store"));
        Resources = new StoredResources(Store);
        Environment.SetEnvironmentVariable(Variable, Temporary);
    }

    /// <summary>A folder for the files of a test.</summary>
    public string Files { get; }

    /// <summary>Where temporary files are made.</summary>
    public string Temporary { get; }

    public IObjectStore Store { get; }

    public IResources Resources { get; }

    public int StoredCount => Directory.GetFiles(Path.Combine(_root, "store"), "*", SearchOption.AllDirectories).Length;

    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Files, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        Directory.Delete(_root, recursive: true);
    }
}
