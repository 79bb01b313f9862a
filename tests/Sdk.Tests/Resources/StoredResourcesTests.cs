using System.Security.Cryptography;
using Karton.Contracts.Data;
using Karton.Sdk.Resources;
using Karton.Sdk.Tests.Stores;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Resources;

[Collection(RunsAlone.Name)]
public sealed class StoredResourcesTests : IDisposable
{
    private readonly ResourcesFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IResources Resources => _fixture.Resources;

    public void Dispose() => _fixture.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4096)]
    public async Task Puts_small_contents_into_the_resource_itself(int size)
    {
        var bytes = GeneratedStream.Bytes(size);

        var fromBytes = await Resources.FromBytesAsync("a", bytes, Cancellation);
        var fromStream = await Resources.FromStreamAsync("a", new GeneratedStream(size), Cancellation);
        var fromFile = await Resources.FromFileAsync(_fixture.Write("a", bytes), null, Cancellation);

        Assert.All([fromBytes, fromStream, fromFile], resource =>
        {
            Assert.Equal("a", resource.Name);
            Assert.Equal(size, resource.Size);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), resource.Sha256);
            Assert.Null(resource.Address);
            Assert.Equal(bytes, resource.Inline!.Value.ToArray());
            Assert.False(resource.IsDirectory);
        });
        Assert.Equal(0, _fixture.StoredCount);
        Assert.Equal(bytes, await Resources.ReadAsync(fromStream, cancellationToken: Cancellation));
    }

    [Theory]
    [InlineData(4097)]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task Puts_larger_contents_into_the_store(int size)
    {
        var bytes = GeneratedStream.Bytes(size);

        var fromBytes = await Resources.FromBytesAsync("a", bytes, Cancellation);
        var fromStream = await Resources.FromStreamAsync("a", new GeneratedStream(size), Cancellation);
        var fromFile = await Resources.FromFileAsync(_fixture.Write("a", bytes), null, Cancellation);

        Assert.All([fromBytes, fromStream, fromFile], resource =>
        {
            Assert.Equal(size, resource.Size);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), resource.Sha256);
            Assert.Equal($"urn:sha256:{resource.Sha256}", resource.Address!.OriginalString);
            Assert.Null(resource.Inline);
        });
        Assert.Equal(1, _fixture.StoredCount);
        Assert.Equal(bytes, await Resources.ReadAsync(fromStream, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Does_not_share_the_bytes_it_was_given()
    {
        var bytes = GeneratedStream.Bytes(100);

        var resource = await Resources.FromBytesAsync("a", bytes, Cancellation);
        bytes[0] ^= 1;

        Assert.Equal(GeneratedStream.Bytes(100), await Resources.ReadAsync(resource, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Takes_a_stream_from_its_position_on_and_leaves_it_open()
    {
        using var content = new MemoryStream(GeneratedStream.Bytes(10_000)) { Position = 3000 };

        var resource = await Resources.FromStreamAsync("a", content, Cancellation);

        Assert.Equal(7000, resource.Size);
        Assert.True(content.CanRead);
        Assert.Equal(
            GeneratedStream.Bytes(10_000)[3000..],
            await Resources.ReadAsync(resource, cancellationToken: Cancellation));
    }

    [Fact]
    public async Task Takes_the_name_of_a_file_unless_another_is_given()
    {
        var path = _fixture.Write("of-file", [1]);

        Assert.Equal("of-file", (await Resources.FromFileAsync(path, null, Cancellation)).Name);
        Assert.Equal("given", (await Resources.FromFileAsync(path, "given", Cancellation)).Name);
    }

    [Fact]
    public async Task Says_what_is_wrong_with_a_path()
    {
        var missing = await Assert.ThrowsAsync<FileNotFoundException>(
            () => Resources.FromFileAsync(Path.Combine(_fixture.Files, "missing"), null, Cancellation));
        var directory = await Assert.ThrowsAsync<IOException>(
            () => Resources.FromFileAsync(_fixture.Files, null, Cancellation));
        var noDirectory = await Assert.ThrowsAsync<DirectoryNotFoundException>(
            () => Resources.FromDirectoryAsync(_fixture.Write("file", [1]), null, Cancellation));

        Assert.Contains("missing", missing.Message, StringComparison.Ordinal);
        Assert.Contains($"{_fixture.Files} is a directory", directory.Message, StringComparison.Ordinal);
        Assert.Contains("There is no directory", noDirectory.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Describes_what_it_has_read_of_a_file_that_grows()
    {
        var path = _fixture.Write("log", GeneratedStream.Bytes(3_000_000));
        var resources = new StoredResources(new WrappedStore(_fixture.Store)
        {
            Storing = content =>
            {
                File.AppendAllBytes(path, new byte[1_000_000]);
                return content;
            },
        });

        var resource = await resources.FromFileAsync(path, null, Cancellation);
        File.AppendAllText(path, "after");

        var content = await resources.ReadAsync(resource, cancellationToken: Cancellation);
        Assert.Equal(4_000_000, resource.Size);
        Assert.Equal(resource.Size, content.Length);
        Assert.Equal(resource.Sha256, Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Opens_a_fresh_stream_each_time(int size)
    {
        var resource = await Resources.FromStreamAsync("a", new GeneratedStream(size), Cancellation);

        for (var i = 0; i < 2; i++)
        {
            await using var content = await Resources.OpenAsync(resource, Cancellation);
            using var copy = new MemoryStream();
            await content.CopyToAsync(copy, Cancellation);
            Assert.Equal(GeneratedStream.Bytes(size), copy.ToArray());
            Assert.False(content.CanWrite);
        }
    }

    [Fact]
    public async Task Reads_no_more_into_memory_than_it_may()
    {
        var resource = await Resources.FromStreamAsync("a", new GeneratedStream(10_000), Cancellation);

        Assert.Equal(10_000, (await Resources.ReadAsync(resource, 10_000, Cancellation)).Length);
        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(
            () => Resources.ReadAsync(resource, 9_999, Cancellation));

        Assert.Contains("10000 bytes, which is more than the 9999", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_that_the_store_no_longer_has_the_contents()
    {
        var resource = await Resources.FromStreamAsync("a", new GeneratedStream(10_000), Cancellation);
        await _fixture.Store.DeleteAsync(resource.Sha256, Cancellation);

        await Assert.ThrowsAsync<FileNotFoundException>(() => Resources.OpenAsync(resource, Cancellation));
        await Assert.ThrowsAsync<FileNotFoundException>(() => Resources.DownloadAsync(resource, Cancellation));
    }

    [Fact]
    public async Task Refuses_a_resource_that_is_not_what_it_says()
    {
        var small = await Resources.FromStreamAsync("a", new GeneratedStream(100), Cancellation);
        var large = await Resources.FromStreamAsync("a", new GeneratedStream(10_000), Cancellation);
        Resource[] damaged =
        [
            small with { Size = 99 },
            small with { Sha256 = large.Sha256 },
            small with { Inline = null },
            large with { Size = 9_999 },
            large with { Size = 10_001 },
        ];

        foreach (var resources in new[] { Resources, new StoredResources(new WrappedStore(_fixture.Store)) })
        {
            foreach (var resource in damaged)
            {
                await Assert.ThrowsAsync<InvalidDataException>(
                    () => resources.ReadAsync(resource, cancellationToken: Cancellation));
                await Assert.ThrowsAsync<InvalidDataException>(() => resources.DownloadAsync(resource, Cancellation));
            }
        }

        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(100_000)]
    public async Task Downloads_into_a_private_file_with_a_name_of_ours(int size)
    {
        var resource = await Resources.FromStreamAsync("../evil.exe", new GeneratedStream(size), Cancellation);

        var file = await Resources.DownloadAsync(resource, Cancellation);

        Assert.Equal(_fixture.Temporary, Path.GetDirectoryName(file.Path));
        Assert.StartsWith("karton-", Path.GetFileName(file.Path), StringComparison.Ordinal);
        Assert.DoesNotContain("evil", file.Path, StringComparison.Ordinal);
        Assert.Equal(GeneratedStream.Bytes(size), await File.ReadAllBytesAsync(file.Path, Cancellation));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file.Path));
        }

        await file.DisposeAsync();
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    [Fact]
    public async Task Leaves_no_file_when_a_download_fails()
    {
        var resource = await Resources.FromStreamAsync("a", new GeneratedStream(1_000_000), Cancellation);
        var resources = new StoredResources(new WrappedStore(_fixture.Store)
        {
            Opening = _ => new GeneratedStream(1_000_000)
            {
                Reading = reached =>
                {
                    if (reached > 500_000)
                    {
                        throw new IOException("The cable was cut.");
                    }
                },
            },
        });

        await Assert.ThrowsAsync<IOException>(() => resources.DownloadAsync(resource, Cancellation));

        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    [Fact]
    public void Is_what_the_registration_adds()
    {
        using var services = new ServiceCollection()
            .AddSingleton(_fixture.Store).AddKartonResources().BuildServiceProvider();

        Assert.IsType<StoredResources>(services.GetRequiredService<IResources>());
    }
}
