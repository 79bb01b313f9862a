using Karton.Cli.Inputs;

namespace Karton.Cli.Tests.Inputs;

public sealed class SteadyFileStreamTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_that_stays_as_it_is_is_read_whole()
    {
        await using var stream = new SteadyFileStream(_folder.File("a", "hello"));
        using var content = new MemoryStream();

        await stream.CopyToAsync(content, TestContext.Current.CancellationToken);

        Assert.Equal("hello"u8.ToArray(), content.ToArray());
        Assert.Equal(5, stream.Length);
    }

    [Fact]
    public async Task A_file_that_grows_while_it_is_read_is_refused_with_both_lengths()
    {
        var path = _folder.File("a", "hello");
        await using var stream = new SteadyFileStream(path);
        var buffer = new byte[3];
        await stream.ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        await File.AppendAllTextAsync(path, " world", TestContext.Current.CancellationToken);

        var fault = await Assert.ThrowsAsync<IOException>(
            () => stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));

        Assert.Equal("It changed while it was read: it had 5 bytes, now it has 11.", fault.Message);
    }

    [Fact]
    public void A_file_that_grows_for_ever_is_not_read_for_ever()
    {
        var path = _folder.File("a", "hello");
        using var stream = new SteadyFileStream(path);
        var buffer = new byte[2];
        var reads = 0;

        Assert.Throws<IOException>(() =>
        {
            while (stream.Read(buffer, 0, buffer.Length) > 0)
            {
                reads++;
                File.AppendAllText(path, "more and more");
            }
        });

        Assert.Equal(2, reads);
    }

    [Fact]
    public void A_file_that_shrinks_while_it_is_read_is_refused()
    {
        var path = _folder.File("a", "hello");
        using var stream = new SteadyFileStream(path);
        File.WriteAllText(path, "he");

        Assert.Throws<IOException>(() => stream.CopyTo(Stream.Null));
    }

    [Fact]
    public void A_file_that_is_overwritten_while_it_is_read_is_refused()
    {
        var path = _folder.File("a", "hello");
        using var stream = new SteadyFileStream(path);
        File.WriteAllText(path, "HELLO");
        File.SetLastWriteTimeUtc(path, new DateTime(2030, 1, 1, 0, 0, 0, DateTimeKind.Utc));

        var fault = Assert.Throws<IOException>(() => stream.CopyTo(Stream.Null));

        Assert.Equal("It was written to while it was read.", fault.Message);
    }
}
