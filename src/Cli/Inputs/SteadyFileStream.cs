using Karton.Cli.Text;

namespace Karton.Cli.Inputs;

/// <summary>Reads a file to its end and fails when it changes meanwhile: half of the old and half of the new contents
/// are a sample that never was.</summary>
internal sealed class SteadyFileStream : Stream
{
    private readonly FileStream _file;
    private readonly DateTime _changedAt;
    private readonly long _length;
    private long _read;

    /// <exception cref="IOException">It cannot be opened.</exception>
    public SteadyFileStream(string path)
    {
        _file = new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
            BufferSize = 0,
        });
        _length = _file.Length;
        _changedAt = File.GetLastWriteTimeUtc(_file.SafeFileHandle);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer) => buffer.IsEmpty ? 0 : Check(_file.Read(buffer));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty ? 0 : Check(await _file.ReadAsync(buffer, cancellationToken));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await _file.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Check(int count)
    {
        _read += count;
        var isAtEnd = count == 0;
        if (_read > _length || (isAtEnd && _read < _length))
        {
            throw new IOException(
                $"It changed while it was read: it had {Figures.Count(_length, "byte")}, now it has "
                + $"{Figures.Number(Math.Max(_read, _file.Length))}.");
        }

        if (isAtEnd && File.GetLastWriteTimeUtc(_file.SafeFileHandle) != _changedAt)
        {
            throw new IOException("It was written to while it was read.");
        }

        return count;
    }
}
