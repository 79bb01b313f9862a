using Karton.Sdk.Resources;
using Karton.Sdk.Tests.Stores;

namespace Karton.Sdk.Tests.Resources;

/// <summary>Directories and zips: what is packed and what is unpacked.</summary>
[Collection(RunsAlone.Name)]
public sealed class DirectoryResourcesTests : IDisposable
{
    private readonly ResourcesFixture _fixture = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IResources Resources => _fixture.Resources;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Packs_a_directory_that_unpacks_to_the_same()
    {
        string[] names = ["dump/b.bin", "dump/a/deep/er.bin", "dump/ünïcode 中.bin", "dump/a.bin", "dump/empty.bin"];
        foreach (var name in names)
        {
            _fixture.Write(name, name.Contains("empty", StringComparison.Ordinal) ? [] : GeneratedStream.Bytes(50_000));
        }

        Directory.CreateDirectory(Path.Combine(_fixture.Files, "dump", "empty-folder"));

        var resource = await Resources.FromDirectoryAsync(
            Path.Combine(_fixture.Files, "dump") + Path.DirectorySeparatorChar, null, Cancellation);
        await using var unpacked = await Resources.ExtractAsync(resource, cancellationToken: Cancellation);

        Assert.True(resource.IsDirectory);
        Assert.Equal("dump", resource.Name);
        Assert.Equal(Listing(Path.Combine(_fixture.Files, "dump")), Listing(unpacked.Path));
        Assert.Equal(
            GeneratedStream.Bytes(50_000),
            await File.ReadAllBytesAsync(Path.Combine(unpacked.Path, "a", "deep", "er.bin"), Cancellation));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite,
                File.GetUnixFileMode(Path.Combine(unpacked.Path, "a.bin")));
        }
    }

    [Fact]
    public async Task Packs_the_same_files_to_the_same_bytes()
    {
        _fixture.Write("one/a", [1]);
        _fixture.Write("one/b/c", [2]);
        _fixture.Write("two/b/c", [2]);
        _fixture.Write("two/a", [1]);
        File.SetLastWriteTimeUtc(
            Path.Combine(_fixture.Files, "two", "a"), new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        var one = await Resources.FromDirectoryAsync(Path.Combine(_fixture.Files, "one"), "x", Cancellation);
        var two = await Resources.FromDirectoryAsync(Path.Combine(_fixture.Files, "two"), "x", Cancellation);

        Assert.Equal(one, two);
    }

    [Fact]
    public async Task Leaves_links_out()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var secret = _fixture.Write("outside/secret", [1]);
        var inside = Path.GetDirectoryName(_fixture.Write("inside/file", [2]))!;
        File.CreateSymbolicLink(Path.Combine(inside, "to-file"), secret);
        Directory.CreateSymbolicLink(Path.Combine(inside, "to-folder"), Path.GetDirectoryName(secret)!);
        Directory.CreateSymbolicLink(Path.Combine(inside, "loop"), inside);
        File.CreateSymbolicLink(Path.Combine(inside, "to-nothing"), "/nothing");

        var resource = await Resources.FromDirectoryAsync(inside, null, Cancellation);
        await using var unpacked = await Resources.ExtractAsync(resource, cancellationToken: Cancellation);

        Assert.Equal(["file"], Listing(unpacked.Path));
    }

    [Fact]
    public async Task Packs_an_empty_directory()
    {
        var path = Directory.CreateDirectory(Path.Combine(_fixture.Files, "empty")).FullName;

        var resource = await Resources.FromDirectoryAsync(path, null, Cancellation);
        await using var unpacked = await Resources.ExtractAsync(resource, cancellationToken: Cancellation);

        Assert.Empty(Listing(unpacked.Path));
    }

    [Fact]
    public async Task Packs_without_taking_the_files_into_memory()
    {
        _fixture.Write("large/a", []);
        await using (var file = File.OpenWrite(Path.Combine(_fixture.Files, "large", "a")))
        {
            await new GeneratedStream(64 * 1024 * 1024).CopyToAsync(file, Cancellation);
        }

        await Resources.FromDirectoryAsync(Path.Combine(_fixture.Files, "large"), null, Cancellation);
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var resource = await Resources.FromDirectoryAsync(Path.Combine(_fixture.Files, "large"), null, Cancellation);

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 16 * 1024 * 1024);
        Assert.True(resource.Size > 1024 * 1024);
    }

    [Fact]
    public async Task Fails_as_its_store_fails_and_leaves_nothing()
    {
        _fixture.Write("dump/a", GeneratedStream.Bytes(5_000_000));
        var resources = new StoredResources(new WrappedStore(_fixture.Store)
        {
            Storing = content =>
            {
                content.ReadByte();
                throw new IOException("The disk is full.");
            },
        });

        var thrown = await Assert.ThrowsAsync<IOException>(
            () => resources.FromDirectoryAsync(Path.Combine(_fixture.Files, "dump"), null, Cancellation));

        Assert.Equal("The disk is full.", thrown.Message);
    }

    [Fact]
    public async Task Fails_when_a_file_cannot_be_read_and_leaves_nothing()
    {
        var path = _fixture.Write("dump/a", GeneratedStream.Bytes(100));
        await using var locked = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        await Assert.ThrowsAsync<IOException>(
            () => Resources.FromDirectoryAsync(Path.GetDirectoryName(path)!, null, Cancellation));

        Assert.Equal(0, _fixture.StoredCount);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("/evil")]
    [InlineData("a/../../evil")]
    [InlineData("a/..")]
    [InlineData("..")]
    [InlineData("a//evil")]
    [InlineData("./evil")]
    [InlineData("a\0evil")]
    [InlineData("/")]
    [InlineData("../")]
    public async Task Refuses_a_path_that_leaves_the_folder(string name) =>
        await RefusesAsync(Zips.Of(("fine", "1"), (name, "2")), "path that leaves");

    [Fact]
    public async Task Refuses_links_and_devices()
    {
        await RefusesAsync(Zips.Of(Zips.Link, ("link", "/etc/passwd")), "link or a device");
        await RefusesAsync(Zips.Of(Zips.Device, ("device", "")), "link or a device");
    }

    [Fact]
    public async Task Refuses_two_entries_in_one_place()
    {
        await RefusesAsync(Zips.Of(("a", "1"), ("a", "2")), "'a' is there twice");
        await RefusesAsync(Zips.Of(("a", "1"), ("a/b", "2")), "'a/b' lies in what is a file");
        await RefusesAsync(Zips.Of(("a/b", "1"), ("a", "2")), "'a' is there twice");
    }

    [Fact]
    public async Task Refuses_names_that_are_too_long() =>
        await RefusesAsync(Zips.Of((new string('x', 5000), "1")), "too long");

    [Fact]
    public async Task Refuses_what_is_encrypted() =>
        await RefusesAsync(Zips.Encrypted(Zips.Of(("a", "1"))), "'a' is encrypted");

    [Fact]
    public async Task Shows_the_name_of_a_refused_entry_without_control_characters() =>
        await RefusesAsync(Zips.Of(("../\x1b[31m\u202e", "1")), @"'../\u001b[31m\u202e'");

    [Fact]
    public async Task Unpacks_no_more_bytes_than_it_may()
    {
        var zip = Zips.Of(("a", new string('a', 600_000)), ("b", new string('b', 400_000)));
        var resource = await Resources.FromBytesAsync("a", zip, Cancellation);

        await using (await Resources.ExtractAsync(resource, 1_000_000, Cancellation))
        {
        }

        await RefusesAsync(zip, "more than 999999 bytes", 999_999);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public async Task Refuses_what_is_no_zip(int size) =>
        await RefusesAsync(GeneratedStream.Bytes(size), "");

    [Fact]
    public async Task Refuses_a_directory_that_would_fill_the_memory()
    {
        await RefusesAsync(Zips.OnlyDirectory(ZipExtractor.MaxDirectorySize + 1), "directory has 33554433 bytes");
        await RefusesAsync(Zips.OnlyDirectory64(ZipExtractor.MaxDirectorySize + 1), "directory has 33554433 bytes");
    }

    [Fact]
    public async Task Refuses_too_many_entries()
    {
        var entries = Enumerable.Range(0, ZipExtractor.MaxEntries + 1).Select(i => ($"{i}/", "")).ToArray();

        await RefusesAsync(Zips.Of(entries), "100001 entries, more than 100000");
    }

    [Fact]
    public async Task Unpacks_from_a_store_whose_streams_cannot_seek()
    {
        var zip = Zips.Of(("a/b", new string('x', 10_000)), ("c", Convert.ToBase64String(RandomBytes(20_000))));
        var resources = new StoredResources(new WrappedStore(_fixture.Store));
        var resource = await resources.FromBytesAsync("a", zip, Cancellation);
        Assert.NotNull(resource.Address);

        await using (var unpacked = await resources.ExtractAsync(resource, cancellationToken: Cancellation))
        {
            Assert.Equal(["a/", "a/b", "c"], Listing(unpacked.Path));
            Assert.Equal([unpacked.Path], Directory.GetFileSystemEntries(_fixture.Temporary));
        }

        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    private async Task RefusesAsync(byte[] zip, string message, long maxSize = 1L << 30)
    {
        var resource = await Resources.FromBytesAsync("a", zip, Cancellation);

        var thrown = await Assert.ThrowsAsync<InvalidDataException>(
            () => Resources.ExtractAsync(resource, maxSize, Cancellation));

        Assert.Contains(message, thrown.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_fixture.Temporary));
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }

    private static List<string> Listing(string root) =>
    [
        .. new DirectoryInfo(root).EnumerateFileSystemInfos("*", SearchOption.AllDirectories)
            .Select(entry => Path.GetRelativePath(root, entry.FullName).Replace('\\', '/')
                + (entry is DirectoryInfo ? "/" : ""))
            .Order(StringComparer.Ordinal),
    ];
}
