using Karton.Cli.Text;

namespace Karton.Cli.Inputs;

/// <summary>Reads a file to its end and fails when it changes meanwhile: half of the old and half of the new contents
/// are a sample that never was. It is a <see cref="FileStream"/>, for a store may do better with one.</summary>
internal sealed class SteadyFileStream : FileStream
{
    private readonly DateTime _changedAt;
    private readonly long _length;

    /// <exception cref="IOException">It cannot be opened.</exception>
    public SteadyFileStream(string path)
        : base(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete,
            Options = FileOptions.SequentialScan | FileOptions.Asynchronous,
            BufferSize = 0,
        })
    {
        _length = base.Length;
        _changedAt = File.GetLastWriteTimeUtc(SafeFileHandle);
    }

    /// <summary>How long it was when it was opened.</summary>
    public override long Length => _length;

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    // What the class above does for those that override it copies.
    public override int Read(Span<byte> buffer) =>
        buffer.IsEmpty ? 0 : Check(RandomAccess.Read(SafeFileHandle, buffer, Position));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        buffer.IsEmpty
            ? 0
            : Check(await RandomAccess.ReadAsync(SafeFileHandle, buffer, Position, cancellationToken));

    // The class above would read past the methods of this one.
    public override void CopyTo(Stream destination, int bufferSize)
    {
        ValidateCopyToArguments(destination, bufferSize);
        var buffer = new byte[bufferSize];
        while (Read(buffer) is var count and > 0)
        {
            destination.Write(buffer.AsSpan(0, count));
        }
    }

    private int Check(int count)
    {
        var position = Position += count;
        var isAtEnd = count == 0;
        if (position > _length || (isAtEnd && position < _length))
        {
            throw new IOException(
                $"It changed while it was read: it had {Figures.Count(_length, "byte")}, now it has "
                + $"{Figures.Number(Math.Max(position, RandomAccess.GetLength(SafeFileHandle)))}.");
        }

        if (isAtEnd && File.GetLastWriteTimeUtc(SafeFileHandle) != _changedAt)
        {
            throw new IOException("It was written to while it was read.");
        }

        return count;
    }
}
