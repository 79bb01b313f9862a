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

        Assert.Throws<ObjectDisposedException>(spool.Open);
    }

    [Fact]
    public async Task Input_that_breaks_off_with_a_fault_is_not_kept()
    {
        await using var input = new BrokenStream();

        await Assert.ThrowsAsync<IOException>(
            () => StandardInputSpool.ReadAsync(input, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Input_that_never_ends_can_be_given_up()
    {
        await using var input = new SilentStream();
        using var interruption = new CancellationTokenSource();
        var reading = StandardInputSpool.ReadAsync(input, interruption.Token);
        await input.Asked.Task;

        await interruption.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private sealed class SilentStream : MemoryStream
    {
        public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            Asked.SetResult();
            return new TaskCompletionSource().Task;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken) =>
            throw new IOException("The other end is gone.");
    }
}
