using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tests.Harness;

namespace Karton.Sdk.Tests.Deliveries;

public sealed class GateTests
{
    [Fact]
    public async Task A_task_that_the_filters_match_is_run_once()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Equal(1, outcome.Attempts);
        Assert.Equal("1.2.3", outcome.Version);
        Assert.Equal(task.TaskId, outcome.AnalysisId);
    }

    [Fact]
    public async Task A_veto_of_the_filters_lets_the_task_pass_by_without_an_outcome()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var vetoed = Tasks.Sample() with
        {
            Headers = new DataMap { ["type"] = "sample", ["platform"] = "win32" },
        };
        var wanted = Tasks.Sample();

        await host.PublishAsync(vetoed);
        await host.PublishAsync(wanted);

        await host.Channel.OutcomeOfAsync(wanted.TaskId);
        await host.StopAsync();
        Assert.DoesNotContain(host.Channel.Outcomes, outcome => outcome.TaskId == vetoed.TaskId);
    }

    [Fact]
    public async Task A_task_sent_straight_to_the_service_is_rejected_when_its_filters_do_not_match()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var task = Tasks.Child();

        await host.SendAsync(task, ScriptedConsumer.Identity, generation: 3);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Rejected, outcome.Status);
        Assert.Equal(ScriptedConsumer.Identity, outcome.Identity);
        Assert.Equal(3, outcome.Generation);
        Assert.Equal(0, outcome.Attempts);
        Assert.Contains("do not match", outcome.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_past_its_deadline_expires_without_being_run()
    {
        var ran = false;
        await using var host = await Tasks.HostAsync((_, _, _) =>
        {
            ran = true;
            return Task.CompletedTask;
        });
        var task = Tasks.Sample() with { Deadline = TimeProvider.System.GetUtcNow().AddSeconds(-1) };

        await host.PublishAsync(task);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Expired, outcome.Status);
        Assert.False(ran);
    }

    [Theory]
    [InlineData(AnalysisState.Cancelled, DeliveryStatus.Cancelled)]
    [InlineData(AnalysisState.Expired, DeliveryStatus.Expired)]
    public async Task What_is_queued_of_a_stopped_analysis_is_dropped(AnalysisState state, DeliveryStatus status)
    {
        var taken = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        await using var host = await Tasks.HostAsync(async (_, task, _) =>
        {
            if (task.Payload.ContainsKey("blocks"))
            {
                taken.TrySetResult();
                await goOn.Task;
            }
        });
        var queued = Tasks.Sample();
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await host.PublishAsync(Tasks.Sample() with { Payload = new DataMap { ["blocks"] = true } });
        }

        await host.PublishAsync(queued);
        await taken.Task;
        await host.StopAnalysisAsync(queued.AnalysisId, state);
        goOn.SetResult();

        var outcome = await host.Channel.OutcomeOfAsync(queued.TaskId);
        Assert.Equal(status, outcome.Status);
        Assert.Equal(0, outcome.Attempts);
    }

    [Fact]
    public async Task A_malformed_task_is_rejected_with_what_is_wrong()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var task = Tasks.Sample() with { Depth = -5 };

        await host.SendAsync(task, ScriptedConsumer.Identity);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Rejected, outcome.Status);
        Assert.Contains("malformed", outcome.Reason, StringComparison.Ordinal);
    }
}
