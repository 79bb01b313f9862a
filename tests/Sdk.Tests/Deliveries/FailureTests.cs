using System.Text;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Tracking;
using Karton.Sdk.Work;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class FailureTests
{
    [Fact]
    public async Task A_new_attempt_forgets_the_children_of_the_one_before()
    {
        var attempts = 0;
        await using var host = await Tasks.HostAsync(async (consumer, _, _) =>
        {
            await consumer.SendTaskAsync(Tasks.Child(attempts));
            consumer.RefuseTask("attempt", $"Attempt {attempts}.");
            if (++attempts < 3)
            {
                throw new IOException("The share is gone.");
            }
        });
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Equal(3, outcome.Attempts);
        Assert.Equal(2, Assert.Single(outcome.Children).Headers["number"].AsInt64());
        Assert.Equal("Attempt 2.", Assert.Single(outcome.Refusals).Message);
    }

    [Fact]
    public async Task A_fault_that_no_repeat_cures_ends_as_crashed()
    {
        await using var host = await Tasks.HostAsync(
            (_, _, _) => throw new TransientException("The lamp is out."),
            services => services.Configure<KartonOptions>(options => options.RetryLimit = 2));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Equal(3, outcome.Attempts);
        Assert.Equal("error", outcome.Error!.Reason);
        Assert.Equal("The lamp is out.", outcome.Error.Message);
    }

    [Fact]
    public async Task Any_other_exception_crashes_at_once_and_its_children_are_forgotten()
    {
        await using var host = await Tasks.HostAsync(async (consumer, _, _) =>
        {
            await consumer.SendTaskAsync(Tasks.Child());
            consumer.RefuseTask("encrypted", "No password fits.");
            throw new InvalidDataException("Line one\r\nline two\twith \e[31mred\0");
        });
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Equal(1, outcome.Attempts);
        Assert.Empty(outcome.Children);
        Assert.Equal("encrypted", Assert.Single(outcome.Refusals).Reason);
        Assert.Equal("System.IO.InvalidDataException", outcome.Error!.Type);
        Assert.Equal("Line one\uFFFD\nline two\twith \uFFFD[31mred\uFFFD", outcome.Error.Message);
        Assert.Contains(nameof(FailureTests), outcome.Error.Trace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_leaves_no_fault_message_and_no_error_queue()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => throw new InvalidDataException("Broken."));
        var faults = new FaultObserver();
        host.Bus.ConnectReceiveObserver(faults);
        var task = Tasks.Sample();

        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);
        await host.StopAsync();

        Assert.Empty(faults.Seen);
    }

    [Fact]
    public async Task A_huge_exception_text_is_cut_to_16_kilobytes()
    {
        var cause = new InvalidDataException(new string('b', 100_000));
        await using var host = await Tasks.HostAsync((_, _, _) =>
            throw new InvalidDataException(new string('ä', 100_000), cause));
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var error = (await host.Channel.OutcomeOfAsync(task.TaskId)).Error!;
        var size = Encoding.UTF8.GetByteCount(error.Type + error.Message + error.Trace);
        Assert.InRange(size, 8 * 1024, 16 * 1024);
    }

    [Fact]
    public async Task A_consumer_that_heeds_its_token_ends_as_crashed_by_timeout()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var running = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(
            async (_, _, token) =>
            {
                running.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
            services => services.AddSingleton<TimeProvider>(time));
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        time.Advance(TimeSpan.FromSeconds(60));

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Equal("timeout", outcome.Error!.Reason);
        Assert.Equal(TimeSpan.FromSeconds(60), outcome.EndedAt - outcome.StartedAt);
    }

    [Fact]
    public async Task A_consumer_that_ignores_its_token_is_left_to_itself_and_its_late_children_are_refused()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var running = new TaskCompletionSource();
        using var block = new SemaphoreSlim(0);
        var late = new TaskCompletionSource<Exception?>();
        await using var host = await Tasks.HostAsync(
            async (consumer, _, _) =>
            {
                running.SetResult();
                block.Wait(TestContext.Current.CancellationToken);
                late.SetResult(await Record.ExceptionAsync(() => consumer.SendTaskAsync(Tasks.Child())));
            },
            services => services.AddSingleton<TimeProvider>(time));
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        time.Advance(TimeSpan.FromSeconds(60));
        time.Advance(TimeSpan.FromSeconds(10));
        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        block.Release();

        Assert.Equal(DeliveryStatus.Crashed, outcome.Status);
        Assert.Equal("timeout", outcome.Error!.Reason);
        Assert.Contains("did not heed", outcome.Error.Message, StringComparison.Ordinal);
        Assert.Contains("had ended", (await late.Task)!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consumer_that_finishes_within_the_grace_has_finished()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var cancelled = new TaskCompletionSource();
        var running = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(
            async (consumer, _, token) =>
            {
                using var registration = token.Register(cancelled.SetResult);
                running.SetResult();
                await cancelled.Task;
                await consumer.SendTaskAsync(Tasks.Child());
            },
            services => services.AddSingleton<TimeProvider>(time));
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        time.Advance(TimeSpan.FromSeconds(60));

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Single(outcome.Children);
    }

    [Fact]
    public async Task The_pause_before_a_repeat_grows_and_ends_with_the_time_limit()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow()) { AutoAdvanceAmount = TimeSpan.Zero };
        var log = new LogLines();
        await using var host = await Tasks.HostAsync(
            (_, _, _) => throw new TransientException("Not yet."),
            services => services
                .AddSingleton<TimeProvider>(time)
                .AddSingleton<ILoggerProvider>(log)
                .Configure<KartonOptions>(options =>
                {
                    options.RetryInterval = TimeSpan.FromSeconds(20);
                    options.MaxRetryInterval = TimeSpan.FromSeconds(25);
                }));
        var task = Tasks.Sample();

        await host.PublishAsync(task);
        await log.WaitAsync(1010, 1);
        time.Advance(TimeSpan.FromSeconds(20));
        await log.WaitAsync(1010, 2);
        time.Advance(TimeSpan.FromSeconds(25));
        await log.WaitAsync(1010, 3);
        time.Advance(TimeSpan.FromSeconds(25));

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal("timeout", outcome.Error!.Reason);
        Assert.Equal(3, outcome.Attempts);
    }

    [Fact]
    public async Task A_stopped_analysis_cancels_what_runs_and_nothing_of_it_is_sent()
    {
        var running = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(async (consumer, _, token) =>
        {
            await consumer.SendTaskAsync(Tasks.Child());
            running.SetResult();
            await Task.Delay(Timeout.Infinite, token);
        });
        var task = Tasks.Sample();
        await host.PublishAsync(task);
        await running.Task;

        await host.StopAnalysisAsync(task.AnalysisId, Contracts.Analyses.AnalysisState.Cancelled);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Cancelled, outcome.Status);
        Assert.Empty(outcome.Children);
        Assert.Null(outcome.Error);
    }

    [Fact]
    public async Task An_outcome_that_cannot_be_recorded_at_first_is_recorded_again()
    {
        await using var host = await Tasks.HostAsync((consumer, _, _) => consumer.SendTaskAsync(Tasks.Child()));
        var tries = 0;
        host.Channel.Answer = entry => entry.Outcome?.Identity == ScriptedConsumer.Identity && ++tries < 3
            ? throw new TimeoutException("The broker does not answer.")
            : Task.FromResult(TrackingReceipt.Accepted);
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        await host.Channel.OutcomeOfAsync(outcome.Children[0].TaskId);
        Assert.Equal(3, tries);
        Assert.Equal(1, outcome.Attempts);
    }

    [Fact]
    public async Task A_delivery_whose_end_cannot_be_told_sends_no_children_and_is_not_acknowledged()
    {
        await using var host = await Tasks.HostAsync(
            (consumer, _, _) => consumer.SendTaskAsync(Tasks.Child()),
            services => services.Configure<KartonOptions>(options => options.SendRetryLimit = 0));
        host.Channel.Answer = entry => entry.Outcome is null
            ? Task.FromResult(TrackingReceipt.Accepted)
            : throw new TimeoutException("The ledger does not answer.");
        var faults = new FaultObserver();
        host.Bus.ConnectReceiveObserver(faults);
        var sent = host.Sent();

        await host.PublishAsync(Tasks.Sample());
        var fault = await faults.First.WaitAsync(TestContext.Current.CancellationToken);

        // MassTransit moves every exception but a cancellation to an error queue.
        Assert.IsAssignableFrom<OperationCanceledException>(fault);
        Assert.Contains("could not be told", fault.Message, StringComparison.Ordinal);
        Assert.Empty(sent.Children);
        var (inWork, _) = host.Services.GetRequiredService<WorkBoard>().Of(ScriptedConsumer.Identity).Look();
        Assert.Empty(inWork);
    }

    [Fact]
    public async Task Log_lines_of_a_consumer_carry_the_ids_of_its_delivery()
    {
        var log = new LogLines();
        await using var host = await Tasks.HostAsync(
            (consumer, _, _) =>
            {
                consumer.Get<ILogger<ScriptedConsumer>>().LogSomething();
                throw new InvalidDataException("Broken.");
            },
            services => services.AddSingleton<ILoggerProvider>(log));
        var task = Tasks.Sample();

        await host.PublishAsync(task);
        await host.Channel.OutcomeOfAsync(task.TaskId);

        foreach (var line in log.Lines.Where(line => line.Id is 9 or 1011))
        {
            Assert.Equal(task.TaskId, line.Scope["TaskId"]);
            Assert.Equal(task.AnalysisId, line.Scope["AnalysisId"]);
            Assert.Null(line.Scope["ParentId"]);
            Assert.Equal(ScriptedConsumer.Identity, line.Scope["Identity"]);
            Assert.Equal(1, line.Scope["Attempt"]);
        }

        Assert.Equal([9, 1011], log.Lines.Select(line => line.Id).Where(id => id is 9 or 1011));
    }
}
