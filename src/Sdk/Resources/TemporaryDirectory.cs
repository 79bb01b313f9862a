namespace Karton.Sdk.Resources;

/// <summary>A temporary folder that is deleted with all it holds when it is disposed.</summary>
public sealed class TemporaryDirectory : IAsyncDisposable
{
    internal TemporaryDirectory(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Deletes the folder and all it holds.</summary>
    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(Path))
        {
            Directory.Delete(Path, recursive: true);
        }

        return ValueTask.CompletedTask;
    }
}
