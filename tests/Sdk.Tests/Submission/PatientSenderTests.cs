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

    [Fact]
    public async Task A_send_that_takes_too_long_is_cancelled()
    {
        CancellationToken given = default;
        var sending = Sender(retries: 0).SendAsync(
            "a letter",
            token =>
            {
                given = token;
                return new TaskCompletionSource().Task;
            },
            TestContext.Current.CancellationToken);

        Assert.False(given.IsCancellationRequested);
        _time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<TimeoutException>(() => sending);
        Assert.True(given.IsCancellationRequested);
    }

    [Fact]
    public async Task Whoever_is_done_does_not_cancel_the_next_send()
    {
        var sender = PunctualSender(TimeSpan.FromSeconds(30));
        using var done = new CancellationTokenSource();
        var first = await sender.SendAsync("a letter", Task.FromResult, done.Token);
        var letter = new TaskCompletionSource();
        CancellationToken second = default;
        var sending = sender.SendAsync(
            "a letter",
            token =>
            {
                second = token;
                return letter.Task;
            },
            TestContext.Current.CancellationToken);

        await done.CancelAsync();

        Assert.Equal(first, second);
        Assert.False(second.IsCancellationRequested);
        letter.SetResult();
        await sending;
    }

    [Fact]
    public async Task Each_send_has_the_whole_of_its_time()
    {
        var limit = TimeSpan.FromSeconds(1);
        var sender = PunctualSender(limit);
        var first = await sender.SendAsync(
            "a letter",
            async token =>
            {
                // Most of the first one's time passes.
                await Assert.ThrowsAsync<TimeoutException>(
                    () => new TaskCompletionSource().Task.WaitAsync(limit * 0.6, token));
                return token;
            },
            TestContext.Current.CancellationToken);
        CancellationToken second = default;
        var begun = TimeProvider.System.GetTimestamp();

        await Assert.ThrowsAsync<TimeoutException>(() => sender.SendAsync(
            "a letter",
            token =>
            {
                second = token;
                return new TaskCompletionSource().Task;
            },
            TestContext.Current.CancellationToken));

        Assert.Equal(first, second);
        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), limit * 0.9, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_send_after_one_that_took_too_long_is_not_cancelled()
    {
        var sender = PunctualSender(TimeSpan.FromMilliseconds(50));
        await Assert.ThrowsAsync<TimeoutException>(() => sender.SendAsync(
            "a letter", _ => new TaskCompletionSource().Task, TestContext.Current.CancellationToken));

        var next = await sender.SendAsync(
            "a letter", token => Task.FromResult(token.IsCancellationRequested), TestContext.Current.CancellationToken);

        Assert.False(next);
    }

    // Cancellation sources are used again on the system's clock alone.
    private static PatientSender PunctualSender(TimeSpan limit) => new(
        Options.Create(new KartonOptions { SendRetryLimit = 0, SendTimeout = limit }),
        TimeProvider.System,
        NullLogger<PatientSender>.Instance);

    private PatientSender Sender(int retries) => new(
        Options.Create(new KartonOptions { SendRetryLimit = retries }), _time, NullLogger<PatientSender>.Instance);
}
