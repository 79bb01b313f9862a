using Karton.Services.Unpacker.Extraction;

namespace Karton.Services.Unpacker.Containers;

/// <summary>The next bytes of a stream that is read forward, and not one more. Leaves the stream open.</summary>
internal sealed class Rest(Stream stream, long length) : ForwardStream
{
    /// <summary>How many bytes have not been read yet.</summary>
    public long Left { get; private set; } = length;

    protected override int ReadNext(byte[] buffer, int offset, int count)
    {
        if (Left == 0)
        {
            return 0;
        }

        var read = stream.Read(buffer, offset, (int)Math.Min(count, Left));
        Left -= read;
        return read;
    }
}
