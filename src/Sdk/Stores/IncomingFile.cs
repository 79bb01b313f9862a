namespace Karton.Sdk.Stores;

/// <summary>A file that is being written. It is gone when it is disposed, unless it was moved to its place.</summary>
internal sealed class IncomingFile : IDisposable
{
    private const int UnixNoSpace = 28;
    private const int UnixOverQuota = 122;
    private const int WindowsDiskFull = unchecked((int)0x80070070);

    private readonly FileStream _stream;
    private bool _isMoved;

    internal IncomingFile(string path)
    {
        // The lock that FileShare.None takes tells other processes that the file has an owner.
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
        };

        // Read-only for everyone from the start, and never executable; what is open already may still be written.
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.GroupRead;
        }

        _stream = new FileStream(path, options);
    }

    internal long Length { get; private set; }

    internal void Write(ReadOnlySpan<byte> block)
    {
        try
        {
            _stream.Write(block);
        }
        catch (IOException e) when (IsNoSpace(e))
        {
            throw NoSpace(e);
        }

        Length += block.Length;
    }

    internal async Task WriteAsync(ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(block, cancellationToken);
        }
        catch (IOException e) when (IsNoSpace(e))
        {
            throw NoSpace(e);
        }

        Length += block.Length;
    }

    internal void FlushToDisk() => _stream.Flush(flushToDisk: true);

    /// <summary>Moves it to its place, in one step that no reader can see the middle of.</summary>
    internal void MoveTo(string path)
    {
        _stream.Dispose();
        try
        {
            File.Move(_stream.Name, path, overwrite: true);
            _isMoved = true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && File.Exists(path))
        {
            // Windows replaces no file that someone reads. Another process has stored the same contents meanwhile,
            // so ours may go.
        }
    }

    public void Dispose()
    {
        _stream.Dispose();
        if (!_isMoved)
        {
            File.Delete(_stream.Name);
        }
    }

    private static bool IsNoSpace(IOException e) =>
        e.HResult is WindowsDiskFull || (!OperatingSystem.IsWindows() && e.HResult is UnixNoSpace or UnixOverQuota);

    private IOException NoSpace(IOException e) => new(
        $"The disk of the object store in {Path.GetDirectoryName(Path.GetDirectoryName(_stream.Name))} is full: "
        + $"{Length} bytes of the contents could be written. Free space on it, or move the store to a larger one.",
        e);
}
