using System.Numerics;

namespace Karton.Services.Unpacker.Extraction;

/// <summary>
/// Shares out the memory that decoders take for their dictionaries. A small header can ask for gigabytes, so what is
/// asked for is known before the decoder is made: more than all there is, is refused; more than is free at the moment,
/// waits. One for the process.
/// </summary>
internal sealed class DecoderMemory(long limit) : IDisposable
{
    private const int Unit = 1 << 20;

    // Below this a decoder is no heavier than anything else.
    private const long Negligible = 8 * Unit;

    private readonly int _units = (int)(limit / Unit);
    private readonly SemaphoreSlim _free = new((int)(limit / Unit));
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>What a decoder takes for an LZMA dictionary of this size: the library's window grows with the data,
    /// each time to the next power of two, and those it has grown out of stay in the pool that they come
    /// from.</summary>
    public static long ForDictionary(uint size) => 2 * (long)BitOperations.RoundUpToPowerOf2((ulong)size);

    /// <summary>What a decoder takes for a PPMd model (variant H) of this size: a little more, and so the next power of
    /// two.</summary>
    public static long ForModel(uint size) => (long)BitOperations.RoundUpToPowerOf2(size + 4096UL);

    /// <summary>Takes memory until the result is disposed.</summary>
    /// <exception cref="RefusedException">It is more than there is.</exception>
    public async ValueTask<IDisposable?> TakeAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes <= Negligible)
        {
            return null;
        }

        var units = (bytes + Unit - 1) / Unit;
        if (units > _units)
        {
            throw new RefusedException(
                RefusalReasons.Memory,
                $"It asks for {units:N0} MiB of memory to be unpacked; at most {_units:N0} MiB are allowed.");
        }

        var taken = new Share(_free);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            // One at a time takes, so that two never hold half of what they need.
            while (taken.Units < units)
            {
                await _free.WaitAsync(cancellationToken);
                taken.Units++;
            }
        }
        catch (OperationCanceledException)
        {
            taken.Dispose();
            throw;
        }
        finally
        {
            _turn.Release();
        }

        return taken;
    }

    public void Dispose()
    {
        _free.Dispose();
        _turn.Dispose();
    }

    private sealed class Share(SemaphoreSlim free) : IDisposable
    {
        public int Units { get; set; }

        public void Dispose()
        {
            if (Units > 0)
            {
                free.Release(Units);
                Units = 0;
            }
        }
    }
}
