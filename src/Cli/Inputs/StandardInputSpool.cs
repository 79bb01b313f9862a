namespace Karton.Cli.Inputs;

/// <summary>What came in on standard input, kept in a temporary file until it is disposed: it is submitted only when
/// all of it is there.</summary>
internal sealed class StandardInputSpool : IAsyncDisposable
{
    private readonly string _path;

    private StandardInputSpool(string path) => _path = path;

    /// <summary>Reads <paramref name="input"/> to its end.</summary>
    /// <exception cref="IOException">It cannot be read, or the temporary file not be written.</exception>
    public static async Task<StandardInputSpool> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var spool = new StandardInputSpool(Path.Combine(Path.GetTempPath(), $"karton-{Path.GetRandomFileName()}"));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            await using var file = new FileStream(spool._path, options);

            // A read from a terminal cannot be cancelled; it ends with the process.
            await input.CopyToAsync(file, cancellationToken).WaitAsync(cancellationToken);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }

        return spool;
    }

    /// <summary>Opens what came in.</summary>
    public Stream Open() => new SteadyFileStream(_path);

    public ValueTask DisposeAsync()
    {
        File.Delete(_path);
        return ValueTask.CompletedTask;
    }
}
