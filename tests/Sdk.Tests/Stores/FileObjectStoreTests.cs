using Karton.Sdk.Stores;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Sdk.Tests.Stores;

[Collection(RunsAlone.Name)]
public sealed class FileObjectStoreTests : ObjectStoreCompliance, IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("karton-tests-").FullName;

    public FileObjectStoreTests() => Store = new FileObjectStore(_root);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected override IObjectStore Store { get; }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Lays_contents_under_their_hash_in_a_read_only_file()
    {
        var stored = await Store.StoreAsync(new GeneratedStream(100), Cancellation);

        var path = Path.Combine(_root, "sha256", stored.Sha256[..2], stored.Sha256[2..]);
        Assert.Equal([path], Directory.GetFiles(_root, "*", SearchOption.AllDirectories));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead, File.GetUnixFileMode(path) & ~UnixFileMode.GroupRead);
            Assert.Equal(
                UnixFileMode.None,
                File.GetUnixFileMode(Path.GetDirectoryName(path)!) & (UnixFileMode)Convert.ToInt32("027", 8));
        }
    }

    [Fact]
    public async Task Is_shared_with_other_processes()
    {
        var other = new FileObjectStore(_root);

        var stored = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => (i % 2 == 0 ? Store : other).StoreAsync(new GeneratedStream(2_000_000), Cancellation))));

        Assert.Single(stored.Distinct());
        Assert.Equal(1, await CountAsync());
        Assert.True(await other.ExistsAsync(stored[0].Sha256, Cancellation));
    }

    [Theory]
    [InlineData(100)]
    [InlineData(2_000_000)]
    public async Task Replaces_an_object_that_a_power_cut_has_cut_short(int size)
    {
        var stored = await Store.StoreAsync(new GeneratedStream(size), Cancellation);
        var path = Path.Combine(_root, "sha256", stored.Sha256[..2], stored.Sha256[2..]);
        File.Delete(path);
        await File.WriteAllBytesAsync(path, [], Cancellation);

        await Store.StoreAsync(new GeneratedStream(size), Cancellation);

        Assert.Equal(GeneratedStream.Bytes(size), await File.ReadAllBytesAsync(path, Cancellation));
    }

    [Fact]
    public async Task Removes_what_a_dead_process_has_left_half_written()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var leftover = Path.Combine(_root, "incoming", "leftover");
        await File.WriteAllTextAsync(leftover, "half", Cancellation);

        _ = new FileObjectStore(_root, new FileObjectStoreOptions(), time);
        Assert.True(File.Exists(leftover));

        time.Advance(IncomingFolder.LeftoverAge + TimeSpan.FromMinutes(1));
        _ = new FileObjectStore(_root, new FileObjectStoreOptions(), time);
        Assert.False(File.Exists(leftover));
    }

    [Fact]
    public async Task Keeps_what_another_process_is_still_writing()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(2));
        var content = new GeneratedStream(2_000_000)
        {
            Reading = reached =>
            {
                if (reached > 1_500_000)
                {
                    _ = new FileObjectStore(_root, new FileObjectStoreOptions(), time);
                }
            },
        };

        var stored = await Store.StoreAsync(content, Cancellation);

        Assert.True(await Store.ExistsAsync(stored.Sha256, Cancellation));
    }

    [Fact]
    public async Task Flushes_to_the_disk_when_told_so()
    {
        var store = new FileObjectStore(_root, new FileObjectStoreOptions { FlushToDisk = true });

        var small = await store.StoreAsync(new GeneratedStream(100), Cancellation);
        var large = await store.StoreAsync(new GeneratedStream(2_000_000), Cancellation);

        Assert.True(await store.ExistsAsync(small.Sha256, Cancellation));
        Assert.True(await store.ExistsAsync(large.Sha256, Cancellation));
    }

    [Fact]
    public async Task Opens_a_stream_that_can_seek()
    {
        var stored = await Store.StoreAsync(new GeneratedStream(2_000_000), Cancellation);

        await using var content = await Store.OpenAsync(stored.Sha256, Cancellation);
        content.Position = 1_000_008;

        Assert.Equal(GeneratedStream.Bytes(2_000_000)[1_000_008], content.ReadByte());
        Assert.Equal(2_000_000, content.Length);
    }

    [Fact]
    public async Task Reads_contents_to_the_end_though_they_were_deleted_meanwhile()
    {
        var stored = await Store.StoreAsync(new GeneratedStream(2_000_000), Cancellation);

        await using var content = await Store.OpenAsync(stored.Sha256, Cancellation);
        await Store.DeleteAsync(stored.Sha256, Cancellation);
        using var copy = new MemoryStream();
        await content.CopyToAsync(copy, Cancellation);

        Assert.Equal(GeneratedStream.Bytes(2_000_000), copy.ToArray());
    }

    [Fact]
    public void Refuses_a_root_that_is_a_file()
    {
        var file = Path.Combine(_root, "file");
        File.WriteAllText(file, "");

        Assert.ThrowsAny<IOException>(() => new FileObjectStore(file));
    }

    protected override Task<int> CountAsync() =>
        Task.FromResult(Directory.GetFiles(_root, "*", SearchOption.AllDirectories).Length);
}
