using Karton.Sdk.Submission;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Sdk.Tests.Submission;

public sealed class PatientSenderTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task A_send_that_never_returns_ends_by_its_time_limit()
    {
        var sending = Sender(retries: 0).SendAsync(
            "a letter", _ => new TaskCompletionSource().Task, TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<TimeoutException>(() => sending);
        Assert.Equal("Sending a letter took longer than 30 s.", error.Message);
    }

    [Fact]
    public async Task What_fails_is_sent_again_after_a_growing_pause()
    {
        var tries = 0;
        var sending = Sender(retries: 2).SendAsync(
            "a letter",
            _ => ++tries < 3 ? Task.FromException(new IOException($"Try {tries}.")) : Task.CompletedTask,
            TestContext.Current.CancellationToken);

        Assert.Equal(1, tries);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        Assert.Equal(2, tries);
        _time.Advance(TimeSpan.FromMilliseconds(399));
        Assert.Equal(2, tries);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await sending;

        Assert.Equal(3, tries);
    }

    [Fact]
    public async Task The_last_failure_is_told()
    {
        var tries = 0;
        var sending = Sender(retries: 1).SendAsync(
            "a letter",
            _ => Task.FromException(new IOException($"Try {++tries}.")),
            TestContext.Current.CancellationToken);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("Try 2.", (await Assert.ThrowsAsync<IOException>(() => sending)).Message);
    }

    [Fact]
    public async Task Its_caller_ends_it_at_once()
    {
        using var source = new CancellationTokenSource();
        var sending = Sender(retries: 5).SendAsync("a letter", _ => new TaskCompletionSource().Task, source.Token);

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
    }

    private PatientSender Sender(int retries) => new(
        Options.Create(new KartonOptions { SendRetryLimit = retries }), _time, NullLogger<PatientSender>.Instance);
}
