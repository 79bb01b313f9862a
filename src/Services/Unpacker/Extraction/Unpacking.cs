namespace Karton.Services.Unpacker.Extraction;

/// <summary>One archive being unpacked: what it is read from, what it may cost, and where its entries go.</summary>
internal sealed class Unpacking(
    SourceStream source,
    string name,
    IReadOnlyList<string> passwords,
    ExtractionLimits limits,
    DecoderMemory memory,
    IExtractionSink sink,
    CancellationToken cancellationToken)
{
    private readonly EntryNames _names = new();
    private int _members;
    private long _bytesOut;
    private long _droppedOut;
    private long _droppedIn;
    private long _entryStart;

    public SourceStream Source { get; } = source;

    /// <summary>What the archive itself is called.</summary>
    public string Name { get; } = name;

    /// <summary>What to try on encrypted entries, best first.</summary>
    public IReadOnlyList<string> Passwords { get; } = passwords;

    public ExtractionLimits Limits { get; } = limits;

    public DecoderMemory Memory { get; } = memory;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Counts a member of any kind, directories and links too.</summary>
    /// <exception cref="RefusedException">There are more than allowed.</exception>
    public void CountMember()
    {
        Source.ThrowIfOver();
        if (++_members > Limits.Entries)
        {
            throw new RefusedException(
                RefusalReasons.Entries, $"It has more than {Limits.Entries:N0} members; the rest is not unpacked.")
            {
                EndsArchive = true,
            };
        }
    }

    /// <summary>Checks how many members an archive has before the library makes a list of them.</summary>
    /// <exception cref="RefusedException">They are so many more than are unpacked that the list itself is too
    /// much.</exception>
    public void CheckDeclared(long members)
    {
        const int Leeway = 2;

        if (members > (long)Limits.Entries * Leeway)
        {
            throw new RefusedException(
                RefusalReasons.Entries, $"It has {members:N0} members; at most {Limits.Entries:N0} are unpacked.");
        }
    }

    /// <summary>Calls a decoder or a parser; what it throws comes out as a refusal.</summary>
    /// <exception cref="RefusedException">It threw.</exception>
    public T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception exception)
        {
            // Fed with hostile bytes, third-party decoders throw whatever comes; see DecoderFaults.
            Source.ThrowIfFaulted();
            throw Source.Refusal ?? DecoderFaults.Read(exception);
        }
    }

    /// <summary>Disposes a decoder.</summary>
    public void Close(IDisposable decoder)
    {
        try
        {
            decoder.Dispose();
        }
        catch (Exception)
        {
            // On damaged data some throw even now, when all that they had to give is taken; the store's faults count.
            Source.ThrowIfFaulted();
        }
    }

    /// <summary>Hands an entry to the sink; a failure that concerns it alone is reported.</summary>
    /// <returns>Whether it was taken.</returns>
    /// <exception cref="RefusedException">The failure ends the archive.</exception>
    public async Task<bool> TakeAsync(Entry entry)
    {
        var refusal = await TryTakeAsync(entry);
        if (refusal is not null)
        {
            Refuse(refusal, entry.Name);
        }

        return refusal is null;
    }

    /// <summary>Hands an entry to the sink.</summary>
    /// <returns>Why it was not taken, or <see langword="null"/> when it was.</returns>
    /// <exception cref="RefusedException">The failure ends the archive.</exception>
    public async Task<RefusedException?> TryTakeAsync(Entry entry)
    {
        if (entry.Size > Limits.EntryBytes)
        {
            return new RefusedException(
                RefusalReasons.Size,
                $"It declares {entry.Size:N0} bytes; at most {Limits.EntryBytes:N0} are unpacked.");
        }

        try
        {
            using var share = await Memory.TakeAsync(entry.Memory, CancellationToken);
            return await ReadAsync(entry);
        }
        catch (RefusedException refused) when (!refused.EndsArchive)
        {
            return refused;
        }
    }

    /// <summary>Reports what is not unpacked.</summary>
    public void Refuse(RefusedException refusal, string? subject) =>
        sink.Refuse(refusal.Reason, refusal.Message, subject is null ? null : _names.Clean(subject));

    /// <summary>Counts bytes that came out of a decoder.</summary>
    /// <exception cref="RefusedException">They are more than allowed.</exception>
    public void Count(int bytes)
    {
        _bytesOut += bytes;
        if (_bytesOut > Limits.ArchiveBytes)
        {
            throw new RefusedException(
                RefusalReasons.Size,
                $"More than {Limits.ArchiveBytes:N0} bytes came out of it; the rest is not unpacked.")
            {
                EndsArchive = true,
            };
        }

        CheckRatio(_bytesOut - _droppedOut, Source.BytesRead - _droppedIn);
    }

    /// <summary>Holds what has come out of one entry against the limits for one.</summary>
    /// <exception cref="RefusedException">It is more than allowed.</exception>
    public void Check(Entry entry, long bytesOut)
    {
        if (bytesOut > Limits.EntryBytes)
        {
            throw new RefusedException(
                RefusalReasons.Size, $"It is larger than {Limits.EntryBytes:N0} bytes, the most that is unpacked.");
        }

        if (entry.StandsAlone)
        {
            CheckRatio(bytesOut, Source.BytesRead - _entryStart);
        }
    }

    private async Task<RefusedException?> ReadAsync(Entry entry)
    {
        var spent = _bytesOut;
        _entryStart = Source.BytesRead;
        var decoder = Guard(entry.Open);
        var content = new EntryStream(decoder, entry, this);
        try
        {
            await sink.TakeAsync(_names.Clean(entry.Name), content, CancellationToken);
        }
        catch (Exception) when (content.Refusal is not null)
        {
            // The sink may wrap what the stream threw; only what it threw counts.
        }

        if (content.Refusal is { } refusal)
        {
            entry.Abandon?.Invoke();
            Drop(entry, spent);
            Close(decoder);
            return refusal.EndsArchive ? throw refusal : refusal;
        }

        Close(decoder);
        return null;
    }

    /// <summary>What was refused must not spoil the ratio of what follows it; what was a wrong password's doing does
    /// not count at all.</summary>
    private void Drop(Entry entry, long spent)
    {
        _droppedIn += Source.BytesRead - _entryStart;
        if (entry.IsTrial)
        {
            _bytesOut = spent;
        }
        else
        {
            _droppedOut += _bytesOut - spent;
        }
    }

    private void CheckRatio(long bytesOut, long bytesIn)
    {
        if (bytesOut > Limits.RatioFloor && bytesOut / Limits.Ratio > bytesIn)
        {
            throw new RefusedException(
                RefusalReasons.Ratio,
                $"It grows more than {Limits.Ratio}-fold: {bytesIn:N0} bytes became {bytesOut:N0}, and more follow.");
        }
    }
}
