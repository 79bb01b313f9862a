namespace Karton.Sdk.Resources;

/// <summary>A temporary file that is deleted when it is disposed.</summary>
public sealed class TemporaryFile : IAsyncDisposable
{
    internal TemporaryFile(string path) => Path = path;

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>Deletes the file.</summary>
    public ValueTask DisposeAsync()
    {
        File.Delete(Path);
        return ValueTask.CompletedTask;
    }
}
