using Karton.Sdk.Stores.S3;
using Karton.Tests.Servers;
using Microsoft.Extensions.Configuration;

namespace Karton.Sdk.Tests.Stores.S3;

public sealed class ChangedFileTests : IDisposable
{
    private const int Size = 1024 * 1024;

    private readonly string _path = Path.GetTempFileName();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => File.Delete(_path);

    [ServersTheory]
    [InlineData(0)]
    [InlineData(Size - 1)]
    [InlineData(Size)]
    public async Task Are_not_stored_when_they_are_written_to_after_they_were_hashed(int position)
    {
        await using var bucket = await S3Bucket.CreateAsync();
        using var store = new MinioMessageDataRepository(new ConfigurationBuilder()
            .AddInMemoryCollection(bucket.Settings).Build().GetSection(S3Options.Section).Get<S3Options>()!);
        await File.WriteAllBytesAsync(_path, GeneratedStream.Bytes(Size), Cancellation);
        await using var file = new ChangingFile(_path, position);

        var thrown = await Assert.ThrowsAsync<ContentChangedException>(() => store.StoreAsync(file, Cancellation));

        Assert.Contains(_path, thrown.Message, StringComparison.Ordinal);
        Assert.Equal(0, await bucket.CountObjectsAsync());
    }

    /// <summary>Is written to by another when it is asked for what comes after its end, which is when it was
    /// hashed.</summary>
    private sealed class ChangingFile(string path, int position) : FileStream(path, new FileStreamOptions
    {
        Share = FileShare.ReadWrite,
        BufferSize = 0,
    })
    {
        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await using (var other = new FileStream(
                Name, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
            {
                other.Position = position;
                other.WriteByte(0xFF);
            }

            return await RandomAccess.ReadAsync(SafeFileHandle, buffer, Position, cancellationToken);
        }
    }
}
