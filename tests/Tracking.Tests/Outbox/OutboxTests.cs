using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Ledger;
using Karton.Tracking.Outbox;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Tracking.Tests.Outbox;

/// <summary>A process that is killed at the wrong moment, and the one after it.</summary>
public sealed class OutboxTests : IDisposable
{
    private const string A = ScriptedService.Identity;

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Killed_after_the_analysis_was_stopped_and_before_the_saga_was_told()
    {
        var root = Tasks.Root("a");
        await using (var ledger = await OpenAsync())
        {
            await ledger.RecordAsync(root.Submitted());
            await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
            Assert.Equal(["analysis-stopped", "analysis-drained"], await ledger.WaitingAsync());
        }

        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        var completed = await engine.CompletedAsync(root.AnalysisId);

        await AssertEmptyAsync(engine);
        Assert.Equal(AnalysisState.Cancelled, completed.State);
        Assert.NotNull((await engine.FindAsync(root.AnalysisId))!.CompletedAt);
    }

    [Fact]
    public async Task Killed_after_the_saga_was_told_and_before_it_was_noted()
    {
        var root = Tasks.Root("a");
        var repeated = OutboxMessages.ToRow(new AnalysisDrained { AnalysisId = root.AnalysisId });
        await using (var ledger = await OpenAsync())
        {
            await ledger.RecordAsync(root.Submitted());
            await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
            await ledger.Writer.ChangeAsync(
                transaction => transaction.Outbox.AddAsync([repeated, repeated, repeated]), Token);
        }

        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        await engine.CompletedAsync(root.AnalysisId);

        await AssertEmptyAsync(engine);
        Assert.Equal(2, (await engine.FindAsync(root.AnalysisId))!.SagaVersion);
        Assert.Single(engine.Messages.Published<AnalysesCompleted>());
    }

    [Fact]
    public async Task Killed_after_the_last_outcome_was_committed_and_before_the_world_was_told()
    {
        var root = Tasks.Root("a");
        await using (var ledger = await OpenAsync())
        {
            await ledger.RecordAsync(root.Submitted());
            await ledger.RecordAsync(root.Outcome(A));
            Assert.Equal(["analyses-completed"], await ledger.WaitingAsync());
        }

        await using var engine = await Engine.StartAsync(_folder["ledger.db"]);
        var completed = await engine.CompletedAsync(root.AnalysisId);

        Assert.Equal((AnalysisState.Completed, 1), (completed.State, completed.Counters.Ended));
        await AssertEmptyAsync(engine);
        Assert.Equal(1, (await engine.FindAsync(root.AnalysisId))!.SagaVersion);
    }

    [Fact]
    public async Task A_message_that_cannot_be_published_stays_until_it_can()
    {
        var failures = 1;
        await using var engine = await Engine.StartAsync(_folder["ledger.db"], karton => karton
            .AddConsumer<ScriptedService>()
            .ConfigureTransport((_, bus) => bus.ConfigurePublish(publish => publish.UseExecute(context =>
            {
                if (context is PublishContext<AnalysesCompleted> && failures-- > 0)
                {
                    throw new IOException("The broker is away.");
                }
            }))));
        var root = Tasks.Root("a");

        await engine.RecordAsync(root.Submitted());
        await engine.RecordAsync(root.Outcome(A));
        await engine.CompletedAsync(root.AnalysisId);

        Assert.Single(engine.Logs.Of(3010));
    }

    [Fact]
    public void Only_known_messages_go_through_the_outbox() => Assert.Throws<ArgumentException>(
        () => OutboxMessages.ToRow(new CancelAnalysis { AnalysisId = Tasks.Root("a").AnalysisId }));

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        new SqliteLedgerStore(_folder["ledger.db"]), (A, """[{"type":"a"}]"""));

    // The dispatcher removes messages in changes of its own: when the outbox is empty after one more, it was it.
    private static async Task AssertEmptyAsync(Engine engine)
    {
        var writer = engine.Services.GetRequiredService<LedgerWriter>();
        var queries = engine.Services.GetRequiredService<ILedgerStore>().Queries;
        while ((await queries.ReadOutboxAsync(10, Token)).Count > 0)
        {
            await writer.ChangeAsync(_ => ValueTask.CompletedTask, Token);
        }
    }
}
