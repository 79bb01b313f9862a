using System.IO.Hashing;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>
/// An entry's contents on their way to the sink. Counts the bytes that really come out, whatever the archive declares,
/// holds them against the limits, and checks size and CRC at the end. What goes wrong in the decoder comes out of here
/// as <see cref="Refusal"/>, so that a fault of the sink is never taken for a damaged archive, nor the other way round.
/// </summary>
internal sealed class EntryStream(Stream decoder, Entry entry, Unpacking unpacking) : ForwardStream
{
    // So that a limit is noticed soon after it is reached.
    private const int LongestRead = 64 * 1024;

    private readonly Crc32? _crc = entry.Crc is null ? null : new Crc32();
    private bool _ended;

    /// <summary>Why it could not be read to its end; <see langword="null"/> while all is well.</summary>
    public RefusedException? Refusal { get; private set; }

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        if (Refusal is not null)
        {
            throw Refusal;
        }

        if (_ended || count == 0)
        {
            return 0;
        }

        try
        {
            return ReadChecked(buffer, offset, count);
        }
        catch (RefusedException refused)
        {
            Refusal = refused;
            throw;
        }
    }

    private int ReadChecked(byte[] buffer, int offset, int count)
    {
        var wanted = Math.Min(count, LongestRead);
        var read = unpacking.Guard(() => decoder.Read(buffer, offset, wanted));
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

        var bytesOut = BytesOut + read;
        unpacking.Check(entry, bytesOut);
        if (!entry.IsPart)
        {
            unpacking.Count(read);
        }

        if (bytesOut > entry.Size)
        {
            throw RefusedException.Corrupt($"It holds more than the {entry.Size:N0} bytes that it declares.");
        }

        _crc?.Append(buffer.AsSpan(offset, read));
        return read;
    }

    private void CheckEnd()
    {
        if (BytesOut < entry.Size)
        {
            throw RefusedException.Corrupt(
                $"It holds {BytesOut:N0} bytes, not the {entry.Size:N0} that it declares.");
        }

        if (_crc?.GetCurrentHashAsUInt32() is { } crc && crc != entry.Crc)
        {
            throw RefusedException.Corrupt(
                $"Its CRC is {crc:x8}, not {entry.Crc:x8} as it declares.");
        }
    }
}
