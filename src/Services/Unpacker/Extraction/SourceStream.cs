using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>
/// The archive's bytes as the decoders see them. Stands between them and the store for four reasons: it counts what is
/// really read; it stops a decoder when the time is over or the work is cancelled; it stops one that spins at the end
/// of the data; and it remembers a fault of the store, so that this is never mistaken for a damaged archive. Does not
/// dispose what it reads from, since decoders differ in whether they dispose theirs.
/// </summary>
internal sealed class SourceStream(
    Stream inner, TimeSpan time, TimeProvider clock, CancellationToken cancellationToken) : Stream
{
    // Decoders of good archives ask a few times at most after the end.
    private const int ReadsAfterTheEnd = 1000;

    private readonly long _started = clock.GetTimestamp();
    private readonly long _length = inner.Length;
    private long _position = inner.Position;
    private int _emptyReads;
    private ExceptionDispatchInfo? _fault;

    /// <summary>How many bytes the decoders really got.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Why this stream refused to give more, if it did; a decoder may hide what was thrown.</summary>
    public RefusedException? Refusal { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => _length;

    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <summary>Throws when the store failed while it was read from.</summary>
    public void ThrowIfFaulted() => _fault?.Throw();

    /// <summary>Throws when the work is cancelled or its time is over.</summary>
    public void ThrowIfOver()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (clock.GetElapsedTime(_started) > time)
        {
            Refusal = new RefusedException(
                RefusalReasons.Time, $"Unpacking took longer than {time.TotalSeconds:0} s; the rest is not unpacked.")
            {
                EndsArchive = true,
            };
            throw Refusal;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        ThrowIfOver();
        var read = ReadInner(buffer);
        if (read == 0)
        {
            if (++_emptyReads > ReadsAfterTheEnd)
            {
                throw RefusedException.Corrupt("The data end too early; the decoder found no end.");
            }
        }
        else
        {
            _emptyReads = 0;
        }

        BytesRead += read;
        _position += read;
        return read;
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin)
    {
        var target = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => _position + offset,
            SeekOrigin.End => _length + offset,
            _ => throw new UnreachableException(),
        };
        if (target < 0)
        {
            throw RefusedException.Corrupt($"It refers to a place {-target} bytes before the beginning.");
        }

        _position = target;
        return target;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadInner(Span<byte> buffer)
    {
        if (_position >= _length)
        {
            return 0;
        }

        try
        {
            if (inner.Position != _position)
            {
                inner.Position = _position;
            }

            return inner.Read(buffer);
        }
        catch (Exception exception)
        {
            // Whatever the store throws must get past the decoders, which hide or rewrite exceptions.
            _fault = ExceptionDispatchInfo.Capture(exception);
            throw;
        }
    }
}
