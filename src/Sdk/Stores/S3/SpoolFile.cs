using System.Security.Cryptography;
using Karton.Sdk.Resources;
using Microsoft.Win32.SafeHandles;

namespace Karton.Sdk.Stores.S3;

/// <summary>Where contents lie whose hash, and so whose key, is known only at their end. The file has no name on Unix,
/// so that nothing is left when the process dies.</summary>
internal sealed class SpoolFile : IDisposable
{
    private readonly FileStream _file = TemporaryPlace.NewSpool();

    internal SafeFileHandle Handle => _file.SafeFileHandle;

    internal long Length { get; private set; }

    public void Dispose() => _file.Dispose();

    /// <summary>Hashes while the write is on its way.</summary>
    internal async Task WriteAsync(
        IncrementalHash hash, ReadOnlyMemory<byte> block, CancellationToken cancellationToken)
    {
        var writing = RandomAccess.WriteAsync(Handle, block, Length, cancellationToken);
        hash.AppendData(block.Span);
        await writing;
        Length += block.Length;
    }
}
