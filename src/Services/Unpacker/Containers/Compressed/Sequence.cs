using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers.Compressed;

/// <summary>Several decoders, each opened when the one before it has ended, read forward as one.</summary>
internal sealed class Sequence(IEnumerable<Stream> parts) : ForwardStream
{
    private readonly IEnumerator<Stream> _parts = parts.GetEnumerator();
    private Stream? _current;

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        while (true)
        {
            if (_current is null)
            {
                if (!_parts.MoveNext())
                {
                    return 0;
                }

                _current = _parts.Current;
            }

            var read = _current.Read(buffer, offset, count);
            if (read > 0)
            {
                return read;
            }

            _current.Dispose();
            _current = null;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _current?.Dispose();
            _parts.Dispose();
        }

        base.Dispose(disposing);
    }
}
