namespace Karton.Services.Unpacker.Containers;

/// <summary>What is needed of streams that are read forward.</summary>
internal static class ForwardStream
{
    /// <summary>Passes over bytes, by seeking where that is possible.</summary>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static bool Skip(Stream stream, long count)
    {
        if (stream.CanSeek)
        {
            stream.Position += count;
            return true;
        }

        var discarded = new byte[4096];
        while (count > 0)
        {
            var read = stream.Read(discarded, 0, (int)Math.Min(count, discarded.Length));
            if (read == 0)
            {
                throw new EndOfStreamException();
            }

            count -= read;
        }

        return true;
    }
}
