using System.Security.Cryptography;
using Karton.Sdk.Stores;
using MassTransit;

namespace Karton.Sdk.Tests.Stores;

/// <summary>What every object store must do. A store joins by a subclass that makes one and counts what lies in
/// it.</summary>
public abstract class ObjectStoreCompliance
{
    private const int Mebibyte = 1024 * 1024;
    private const string UnknownHash = "00000000000000000000000000000000000000000000000000000000000000ff";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The store under test; empty when a test begins.</summary>
    protected abstract IObjectStore Store { get; }

    /// <summary>The bytes that it may allocate to store and to read contents of any size.</summary>
    protected virtual long MostMemory => 8 * Mebibyte;

    /// <summary>The number of all things that lie in the store, half-written ones included.</summary>
    protected abstract Task<int> CountAsync();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    [InlineData((64 * 1024) - 1)]
    [InlineData(64 * 1024)]
    [InlineData((64 * 1024) + Mebibyte)]
    [InlineData(64 * Mebibyte)]
    public async Task Gives_back_what_it_has_taken(int size)
    {
        var expected = await SHA256.HashDataAsync(new GeneratedStream(size), Cancellation);

        var stored = await Store.StoreAsync(new GeneratedStream(size), Cancellation);

        Assert.Equal(Convert.ToHexStringLower(expected), stored.Sha256);
        Assert.Equal(size, stored.Size);
        Assert.Equal($"urn:sha256:{stored.Sha256}", stored.Address.OriginalString);
        Assert.True(await Store.ExistsAsync(stored.Sha256, Cancellation));
        await using var content = await Store.OpenAsync(stored.Sha256, Cancellation);
        Assert.Equal(expected, await SHA256.HashDataAsync(content, Cancellation));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(3 * Mebibyte)]
    public async Task Takes_a_stream_from_its_position_on_and_leaves_it_open(int size)
    {
        var bytes = GeneratedStream.Bytes(size);
        using var content = new MemoryStream(bytes) { Position = 5 };

        var stored = await Store.StoreAsync(content, Cancellation);

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(5))), stored.Sha256);
        Assert.Equal(size - 5, stored.Size);
        Assert.True(content.CanRead);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3 * Mebibyte)]
    public async Task Keeps_the_same_bytes_once(int size)
    {
        var first = await Store.StoreAsync(new GeneratedStream(size), Cancellation);
        var second = await Store.StoreAsync(new GeneratedStream(size), Cancellation);

        Assert.Equal(first, second);
        Assert.Equal(1, await CountAsync());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(3 * Mebibyte)]
    public async Task Takes_the_same_bytes_from_many_at_once(int size)
    {
        var stored = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(
            () => Store.StoreAsync(new GeneratedStream(size), Cancellation))));

        Assert.Single(stored.Distinct());
        Assert.Equal(1, await CountAsync());
        Assert.Equal(GeneratedStream.Bytes(size), await ReadAsync(stored[0].Address));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Mebibyte)]
    public async Task Leaves_nothing_when_it_is_cancelled(long position)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var content = new GeneratedStream(8 * Mebibyte)
        {
            Reading = reached =>
            {
                if (reached >= position)
                {
                    source.Cancel();
                }
            },
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.StoreAsync(content, source.Token));

        Assert.Equal(0, await CountAsync());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50_000)]
    [InlineData(3 * Mebibyte)]
    public async Task Leaves_nothing_when_the_stream_fails(long position)
    {
        var content = new GeneratedStream(8 * Mebibyte)
        {
            Reading = reached =>
            {
                if (reached >= position)
                {
                    throw new IOException("The cable was cut.");
                }
            },
        };

        var thrown = await Assert.ThrowsAsync<IOException>(() => Store.StoreAsync(content, Cancellation));

        Assert.Equal("The cable was cut.", thrown.Message);
        Assert.Equal(0, await CountAsync());
    }

    [Fact]
    public async Task Says_that_it_has_no_contents_with_an_unknown_hash()
    {
        var address = new Uri($"urn:sha256:{UnknownHash}");

        var opened = await Assert.ThrowsAsync<FileNotFoundException>(() => Store.OpenAsync(UnknownHash, Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.Get(address, Cancellation));

        Assert.Contains(UnknownHash, opened.Message, StringComparison.Ordinal);
        Assert.False(await Store.ExistsAsync(UnknownHash, Cancellation));
        Assert.False(await Store.DeleteAsync(UnknownHash, Cancellation));
    }

    [Fact]
    public async Task Deletes_contents()
    {
        var kept = await Store.StoreAsync(new GeneratedStream(10), Cancellation);
        var deleted = await Store.StoreAsync(new GeneratedStream(11), Cancellation);

        Assert.True(await Store.DeleteAsync(deleted.Sha256, Cancellation));

        Assert.False(await Store.ExistsAsync(deleted.Sha256, Cancellation));
        Assert.True(await Store.ExistsAsync(kept.Sha256, Cancellation));
        Assert.False(await Store.DeleteAsync(deleted.Sha256, Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Store.OpenAsync(deleted.Sha256, Cancellation));
        await Store.StoreAsync(new GeneratedStream(11), Cancellation);
        Assert.True(await Store.ExistsAsync(deleted.Sha256, Cancellation));
    }

    [Fact]
    public async Task Opens_a_fresh_stream_each_time()
    {
        var address = (await Store.StoreAsync(new GeneratedStream(1000), Cancellation)).Address;

        await using var first = await Store.Get(address, Cancellation);
        var begun = new byte[10];
        await first.ReadExactlyAsync(begun, Cancellation);
        await using (var second = await Store.Get(address, Cancellation))
        {
            Assert.Equal(begun[0], second.ReadByte());
        }

        Assert.Equal(GeneratedStream.Bytes(1000), await ReadAsync(address));
        Assert.Equal(GeneratedStream.Bytes(1000)[10], first.ReadByte());
    }

    [Fact]
    public async Task Is_a_repository_of_message_data()
    {
        IMessageDataRepository repository = Store;

        var address = await repository.Put(
            new GeneratedStream(5000), TimeSpan.FromMinutes(1), Cancellation);

        Assert.Equal($"urn:sha256:{Convert.ToHexStringLower(SHA256.HashData(GeneratedStream.Bytes(5000)))}",
            address.OriginalString);
        Assert.Equal(GeneratedStream.Bytes(5000), await ReadAsync(address));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../../../../../../../../../../../../../../../../../../../../../etc")]
    [InlineData("/etc/passwd")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000f")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000fff")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000FF")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000f\0")]
    public async Task Takes_nothing_for_a_hash_but_64_hexadecimal_digits(string sha256)
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.OpenAsync(sha256, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.ExistsAsync(sha256, Cancellation));
        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => Store.DeleteAsync(sha256, Cancellation));

        Assert.Contains("is no SHA-256", thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urn:sha256:")]
    [InlineData("urn:sha256:../../etc/passwd")]
    [InlineData("urn:md5:00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("URN:SHA256:00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("urn:sha256:00000000000000000000000000000000000000000000000000000000000000ff?x")]
    [InlineData("https://example.com/00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("file:///etc/passwd")]
    [InlineData("relative/path")]
    public async Task Refuses_the_address_of_another_place(string text)
    {
        var address = new Uri(text, UriKind.RelativeOrAbsolute);

        var thrown = await Assert.ThrowsAsync<ArgumentException>(() => Store.Get(address, Cancellation));

        Assert.Contains($"'{text}' is no address", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_more_memory_for_larger_contents()
    {
        await StoreAndReadAsync(2 * Mebibyte);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        await StoreAndReadAsync(256 * Mebibyte);

        var allocated = GC.GetTotalAllocatedBytes(precise: true) - before;
        Assert.InRange(allocated, 0, MostMemory);
    }

    private async Task StoreAndReadAsync(int size)
    {
        var stored = await Store.StoreAsync(new GeneratedStream(size, seed: 1), Cancellation);
        await using var content = await Store.OpenAsync(stored.Sha256, Cancellation);
        await content.CopyToAsync(Stream.Null, Cancellation);
    }

    private async Task<byte[]> ReadAsync(Uri address)
    {
        await using var content = await Store.Get(address, Cancellation);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancellation);
        return copy.ToArray();
    }
}
