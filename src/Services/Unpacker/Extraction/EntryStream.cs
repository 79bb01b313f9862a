using SharpCompress.Compressors.Deflate;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>
/// An entry's contents on their way to the sink. Counts the bytes that really come out, whatever the archive declares,
/// holds them against the limits, and checks size and CRC at the end. What goes wrong in the decoder comes out of here as
/// <see cref="Refusal"/>, so that a fault of the sink is never taken for a damaged archive, nor the other way round.
/// Decoders work synchronously on purpose: they compute, and what they read is a local file.
/// </summary>
internal sealed class EntryStream(Stream decoder, Entry entry, Unpacking unpacking) : Stream
{
    private readonly CRC32? _crc = entry.Crc is null ? null : new CRC32();
    private bool _ended;

    /// <summary>Why it could not be read to its end; <see langword="null"/> while all is well.</summary>
    public RefusedException? Refusal { get; private set; }

    /// <summary>How many bytes came out.</summary>
    public long BytesOut { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => BytesOut;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (Refusal is not null)
        {
            throw Refusal;
        }

        if (_ended || buffer.Length == 0)
        {
            return 0;
        }

        try
        {
            return ReadChecked(buffer);
        }
        catch (RefusedException refused)
        {
            Refusal = refused;
            throw;
        }
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(Read(buffer.AsSpan(offset, count)));
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadChecked(Span<byte> buffer)
    {
        var bytes = unpacking.Buffer;
        var wanted = Math.Min(buffer.Length, bytes.Length);
        var read = unpacking.Guard(() => decoder.Read(bytes, 0, wanted));
        if (read <= 0)
        {
            _ended = true;
            CheckEnd();
            return 0;
        }

        if (read > wanted)
        {
            throw RefusedException.Corrupt("The data are damaged: the decoder returned more than it was asked for.");
        }

        BytesOut += read;
        unpacking.Check(entry, BytesOut);
        if (!entry.IsPart)
        {
            unpacking.Count(read);
        }

        if (BytesOut > entry.Size)
        {
            throw RefusedException.Corrupt($"It holds more than the {entry.Size:N0} bytes that it declares.");
        }

        _crc?.SlurpBlock(bytes, 0, read);
        bytes.AsSpan(0, read).CopyTo(buffer);
        return read;
    }

    private void CheckEnd()
    {
        if (BytesOut < entry.Size)
        {
            throw RefusedException.Corrupt(
                $"It holds {BytesOut:N0} bytes, not the {entry.Size:N0} that it declares.");
        }

        if (_crc is not null && (uint)_crc.Crc32Result != entry.Crc)
        {
            throw RefusedException.Corrupt(
                $"Its CRC is {(uint)_crc.Crc32Result:x8}, not {entry.Crc:x8} as it declares.");
        }
    }
}
