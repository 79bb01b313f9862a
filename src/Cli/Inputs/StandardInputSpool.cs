namespace Karton.Cli.Inputs;

/// <summary>What came in on standard input, kept in a temporary file until it is disposed: it is submitted only when
/// all of it is there.</summary>
internal sealed class StandardInputSpool : IAsyncDisposable
{
    private readonly FileStream _file;

    private StandardInputSpool(FileStream file) => _file = file;

    /// <summary>Reads <paramref name="input"/> to its end.</summary>
    /// <exception cref="IOException">It cannot be read, or the temporary file not be written.</exception>
    public static async Task<StandardInputSpool> ReadAsync(Stream input, CancellationToken cancellationToken)
    {
        var spool = new StandardInputSpool(CreateFile());
        try
        {
            // A read from a terminal cannot be cancelled; it ends with the process.
            await input.CopyToAsync(spool._file, cancellationToken).WaitAsync(cancellationToken);
            await spool._file.FlushAsync(cancellationToken);
        }
        catch
        {
            await spool.DisposeAsync();
            throw;
        }

        return spool;
    }

    /// <summary>Gives what came in, from its beginning. Once: disposing the stream disposes the spool.</summary>
    public Stream Open()
    {
        _file.Position = 0;
        return _file;
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    private static FileStream CreateFile()
    {
        var path = Path.Combine(Path.GetTempPath(), $"karton-{Path.GetRandomFileName()}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Delete,
            Options = FileOptions.DeleteOnClose,
        };
        if (OperatingSystem.IsWindows())
        {
            return new FileStream(path, options);
        }

        options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var file = new FileStream(path, options);

        // Without a name already: a process that is killed leaves no sample behind.
        File.Delete(path);
        return file;
    }
}
