using FluentValidation;
using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Tracking;
using Karton.Sdk.Submission;
using Karton.Sdk.Tests.Harness;
using Karton.Sdk.Tracking;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Sdk.Tests.Submission;

public sealed class SubmissionTests
{
    [Fact]
    public async Task A_task_published_outside_a_consumer_starts_an_analysis()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var task = Tasks.Sample();

        await host.PublishAsync(task);

        var first = host.Channel.Entries[0];
        Assert.Equal(task, first.Submitted!.Task);
        Assert.Equal(new AnalysisBudget(), first.Submitted.Budget);
        await host.Channel.OutcomeOfAsync(task.TaskId);
    }

    [Fact]
    public async Task The_analysis_is_recorded_before_its_task_is_published()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        host.Channel.Answer = entry => entry.Submitted is null
            ? Task.FromResult(TrackingReceipt.Accepted)
            : throw new NotSupportedException("The ledger is closed.");
        var task = Tasks.Sample();

        await Assert.ThrowsAsync<NotSupportedException>(() => host.PublishAsync(task));
        await host.StopAsync();

        Assert.Empty(host.Channel.Entries);
    }

    [Fact]
    public async Task A_client_submits_with_a_budget_and_learns_the_id_of_the_analysis()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var task = Tasks.Sample();
        var budget = new AnalysisBudget { MaxTasks = 7 };

        var analysisId = await host.Services.GetRequiredService<IAnalysisClient>()
            .SubmitAsync(task, budget, TestContext.Current.CancellationToken);

        Assert.Equal(task.TaskId, analysisId);
        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        var submitted = Assert.Single(host.Channel.Entries, entry => entry.Submitted is not null);
        Assert.Equal(budget, submitted.Submitted!.Budget);
    }

    public static TheoryData<KartonTask> NoRoots =>
    [
        Tasks.Sample() with { ParentId = NewId.NextGuid() },
        Tasks.Sample() with { AnalysisId = NewId.NextGuid() },
        Tasks.Sample() with { Depth = 1 },
        new KartonTask { Headers = DataMap.Empty },
    ];

    [Theory]
    [MemberData(nameof(NoRoots))]
    public async Task What_is_no_well_formed_root_is_refused_before_anything_is_told(KartonTask task)
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var client = host.Services.GetRequiredService<IAnalysisClient>();

        var token = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<ValidationException>(() => host.PublishAsync(task));
        await Assert.ThrowsAsync<ValidationException>(() => client.SubmitAsync(task, null, token));
        await Assert.ThrowsAsync<ValidationException>(() =>
            client.SubmitAsync(Tasks.Sample(), new AnalysisBudget { MaxTasks = 0 }, token));

        Assert.Empty(host.Channel.Entries);
    }

    [Fact]
    public async Task A_task_sent_to_an_address_outside_a_consumer_is_refused()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var endpoint = await host.Bus.GetSendEndpoint(new Uri($"queue:{ScriptedConsumer.Identity}"));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => 
            endpoint.Send(Tasks.Sample(), TestContext.Current.CancellationToken));

        Assert.Contains("publish it", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_task_of_the_ledger_goes_to_one_service_alone_and_starts_nothing()
    {
        await using var host = await Tasks.HostAsync((_, _, _) => Task.CompletedTask);
        var task = Tasks.Sample() with { ParentId = NewId.NextGuid(), Depth = 4, Origin = "test.other" };

        await host.SendAsync(task, ScriptedConsumer.Identity, generation: 2);

        var outcome = await host.Channel.OutcomeOfAsync(task.TaskId);
        Assert.Equal(DeliveryStatus.Finished, outcome.Status);
        Assert.Equal(2, outcome.Generation);
        Assert.DoesNotContain(host.Channel.Entries, entry => entry.Submitted is not null);
    }

    [Fact]
    public async Task A_consumer_of_other_messages_starts_analyses_by_publishing()
    {
        await using var host = await TestHost.StartAsync(
            karton => karton.AddConsumer<CollectingConsumer>().ConfigureBus(bus => bus.AddConsumer<KnockConsumer>()),
            services => services.AddSingleton<Collected>());

        await host.PublishAsync(new Knock { Number = 5 });

        var submitted = (await host.Channel.WaitAsync(entry => entry.Submitted is not null)).Submitted!;
        var outcome = await host.Channel.OutcomeOfAsync(submitted.Task.TaskId);
        Assert.Equal(CollectingConsumer.Identity, outcome.Identity);
        Assert.Equal(0, submitted.Task.Depth);
    }

    public sealed record Knock
    {
        public required int Number { get; init; }
    }

    private sealed class KnockConsumer : IConsumer<Knock>
    {
        public Task Consume(ConsumeContext<Knock> context) => context.Publish(Tasks.Child(context.Message.Number));
    }
}
