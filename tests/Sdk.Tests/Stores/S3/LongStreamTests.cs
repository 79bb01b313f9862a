using System.Security.Cryptography;
using Karton.Sdk.Stores;
using Karton.Sdk.Stores.S3;
using Karton.Tests.Servers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Karton.Sdk.Tests.Stores.S3;

/// <summary>Streams that are sent before their hash is known.</summary>
[Collection(RunsAlone.Name)]
public sealed class LongStreamTests : IAsyncLifetime
{
    private const int Mebibyte = 1024 * 1024;
    private const int Spool = 64 * Mebibyte;
    private const int Late = 130 * Mebibyte;
    private const int Size = 150 * Mebibyte;

    private S3Bucket _bucket = null!;
    private MinioMessageDataRepository _store = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private S3Options Options => new ConfigurationBuilder()
        .AddInMemoryCollection(_bucket.Settings).Build().GetSection(S3Options.Section).Get<S3Options>()!;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(TestServers.AreUp, "No servers: scripts/services up && . \"$(scripts/services env)\"");
        _bucket = await S3Bucket.CreateAsync();
        _store = new MinioMessageDataRepository(Options);
    }

    public async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        if (_bucket is not null)
        {
            await _bucket.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(Spool + 1)]
    [InlineData(Spool + (16 * Mebibyte))]
    [InlineData(Size + 1)]
    public async Task Come_to_the_key_of_their_hash_once(int size)
    {
        var expected = Convert.ToHexStringLower(await SHA256.HashDataAsync(new GeneratedStream(size), Cancellation));

        var first = await _store.StoreAsync(new GeneratedStream(size), Cancellation);
        var second = await _store.StoreAsync(new GeneratedStream(size), Cancellation);

        Assert.Equal(new StoredObject(first.Address, expected, size), first);
        Assert.Equal(first, second);
        Assert.Equal([ContentKey.Of(expected)], await _bucket.ListObjectsAsync());
        Assert.Equal(0, await _bucket.CountIncompleteUploadsAsync());
        Assert.Equal(expected, await HashInStoreAsync(expected));
    }

    [Fact]
    public async Task Leave_nothing_when_they_are_cancelled()
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var uploads = 0;
        var content = At(Late, () =>
        {
            uploads = _bucket.CountIncompleteUploadsAsync().GetAwaiter().GetResult();
            source.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.StoreAsync(content, source.Token));

        Assert.Equal(1, uploads);
        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Leave_nothing_when_they_fail()
    {
        var content = At(Late, () => throw new IOException("The cable was cut."));

        var thrown = await Assert.ThrowsAsync<IOException>(() => _store.StoreAsync(content, Cancellation));

        Assert.Equal("The cable was cut.", thrown.Message);
        await AssertEmptyAsync();
    }

    [Fact]
    public async Task Are_stored_although_the_server_is_killed_meanwhile()
    {
        var restart = Task.CompletedTask;
        var content = At(Late, () =>
        {
            TestServers.KillAsync("s3", Cancellation).GetAwaiter().GetResult();
            restart = TestServers.StartAsync("s3", Cancellation);
        });

        var stored = await _store.StoreAsync(content, Cancellation);
        await restart;

        Assert.Equal([ContentKey.Of(stored.Sha256)], await _bucket.ListObjectsAsync());
        Assert.Equal(stored.Sha256, await HashInStoreAsync(stored.Sha256));
    }

    [Fact]
    public async Task Are_copied_in_parts_where_they_are_too_large_for_one_copy()
    {
        const int part = 8 * Mebibyte;
        using var connection = new S3Connection(Options, NullLogger.Instance);
        using var begin = new SpoolFile();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await begin.WriteAsync(hash, GeneratedStream.Bytes(part), Cancellation);

        var stored = await new IncomingContent(connection, part, largestCopy: part).StoreAsync(
            begin, new GeneratedStream(part + 5, seed: 1), hash, Cancellation);

        Assert.Equal((2 * part) + 5, stored.Size);
        Assert.Equal([ContentKey.Of(stored.Sha256)], await _bucket.ListObjectsAsync());
        Assert.Equal(0, await _bucket.CountIncompleteUploadsAsync());
        Assert.Equal(stored.Sha256, await HashInStoreAsync(stored.Sha256));
    }

    private static GeneratedStream At(long position, Action action)
    {
        var isDone = false;
        return new GeneratedStream(Size)
        {
            Reading = reached =>
            {
                if (reached >= position && !isDone)
                {
                    isDone = true;
                    action();
                }
            },
        };
    }

    private async Task AssertEmptyAsync() =>
        Assert.Equal(0, await _bucket.CountObjectsAsync() + await _bucket.CountIncompleteUploadsAsync());

    private async Task<string> HashInStoreAsync(string sha256)
    {
        await using var content = await _store.OpenAsync(sha256, Cancellation);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, Cancellation));
    }
}
