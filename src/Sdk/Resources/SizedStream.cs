namespace Karton.Sdk.Resources;

/// <summary>A stream that must have a known length: what is longer or shorter is a fault, told before or at its
/// end.</summary>
internal sealed class SizedStream(Stream inner, long size, Func<string, Exception> wrongSize) : OneWayStream
{
    private long _read;

    public override int Read(byte[] buffer, int offset, int count) =>
        Count(inner.Read(buffer, offset, count), count);

    public override int Read(Span<byte> buffer) => Count(inner.Read(buffer), buffer.Length);

    public override async ValueTask<int> ReadAsync(
        Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        Count(await inner.ReadAsync(buffer, cancellationToken), buffer.Length);

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Count(int read, int wanted)
    {
        _read += read;
        return _read > size ? throw wrongSize("more")
            : read == 0 && wanted > 0 && _read < size ? throw wrongSize($"{_read}")
            : read;
    }
}
