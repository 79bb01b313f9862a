using System.IO.Hashing;

namespace Karton.Sdk.Stores.S3;

/// <summary>Remembers each part of a file that others may write to, so that what is sent is what was hashed. XxHash
/// costs a twentieth of SHA-256; its seed is random, for nobody shall find a second content that fits.</summary>
internal sealed class PartCheck(string path, long start, long partSize)
{
    private readonly long _seed = Random.Shared.NextInt64();
    private readonly List<ulong> _parts = [];
    private XxHash3? _current;
    private long _left;

    internal string Path => path;

    internal XxHash3 Begin() => new(_seed);

    internal bool IsSame(long offset, XxHash3 hash) =>
        _parts[(int)((offset - start) / partSize)] == hash.GetCurrentHashAsUInt64();

    /// <summary>Takes what comes next when the file is hashed.</summary>
    internal void Append(ReadOnlySpan<byte> block)
    {
        while (block.Length > 0)
        {
            if (_current is null)
            {
                _current = Begin();
                _left = partSize;
            }

            var taken = block[..(int)Math.Min(block.Length, _left)];
            _current.Append(taken);
            _left -= taken.Length;
            block = block[taken.Length..];
            if (_left == 0)
            {
                End();
            }
        }
    }

    internal void End()
    {
        if (_current is not null)
        {
            _parts.Add(_current.GetCurrentHashAsUInt64());
            _current = null;
        }
    }
}
