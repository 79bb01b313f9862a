using Karton.Cli.Inputs;

namespace Karton.Cli.Tests.Inputs;

public sealed class StandardInputSpoolTests
{
    [Fact]
    public async Task What_came_in_can_be_read_again()
    {
        using var input = new MemoryStream("hello"u8.ToArray());

        await using var spool = await StandardInputSpool.ReadAsync(input, TestContext.Current.CancellationToken);

        using var content = new MemoryStream();
        await using (var stream = spool.Open())
        {
            await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
        }

        Assert.Equal("hello"u8.ToArray(), content.ToArray());
    }

    [Fact]
    public async Task Nothing_is_left_when_it_is_disposed()
    {
        using var input = new MemoryStream([1]);
        var spool = await StandardInputSpool.ReadAsync(input, TestContext.Current.CancellationToken);

        await spool.DisposeAsync();

        Assert.Throws<FileNotFoundException>(spool.Open);
    }

    [Fact]
    public async Task Input_that_breaks_off_with_a_fault_is_not_kept()
    {
        await using var input = new BrokenStream();

        await Assert.ThrowsAsync<IOException>(
            () => StandardInputSpool.ReadAsync(input, TestContext.Current.CancellationToken));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The other end is gone.");
    }
}
