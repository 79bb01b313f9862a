using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Services;
using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reading;

/// <summary>What is told of services and of open analyses, whatever the database.</summary>
public abstract class ServiceReaderCompliance
{
    private const string A = "test.a";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>An empty database.</summary>
    private protected abstract Task<ILedgerStore> CreateStoreAsync();

    [Fact]
    public async Task A_service_is_listed_with_what_its_instances_do()
    {
        await using var ledger = await OpenAsync();
        var (root, child) = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromSeconds(10));
        await BeatAsync(ledger, "busy", inWork: child);
        ledger.Time.Advance(TimeSpan.FromSeconds(6));

        var service = Assert.Single(await ledger.Services.ListAsync(Token));

        Assert.Equal((A, "1.0", "Does things.", true), (
            service.Identity, service.Version, service.Description, service.IsPersistent));
        Assert.Equal(DataValue.Parse("""[{"type":"a"}]"""), service.Filters);
        Assert.Equal((2, Tasks.Noon), (service.Open, service.OldestSentAt));
        Assert.Equal(["busy", "silent"], service.Instances.Select(instance => instance.Instance));
        Assert.Equal(["1.0", "1.0"], service.Instances.Select(instance => instance.Version));
        Assert.Equal([true, false], service.Instances.Select(instance => instance.IsAlive));
        Assert.Equal([6, 16], service.Instances.Select(instance => instance.HeardAgo.TotalSeconds));
        var work = Assert.Single(service.Instances[0].InWork);
        Assert.Equal((root.AnalysisId, child.TaskId, 9.0), (work.AnalysisId, work.TaskId, work.For.TotalSeconds));
    }

    [Fact]
    public async Task A_service_that_is_no_more_is_listed_while_it_is_waited_for()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        await ledger.Writer.ChangeAsync(transaction => transaction.Services.RemoveAsync(A), Token);

        var service = Assert.Single(await ledger.Services.ListAsync(Token));

        Assert.Equal((A, false, 2), (service.Identity, service.IsRegistered, service.Open));
        Assert.Null(service.Filters);
    }

    [Fact]
    public async Task An_open_analysis_says_what_it_waits_for()
    {
        await using var ledger = await OpenAsync();
        var (root, child) = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromSeconds(10));
        await BeatAsync(ledger, "busy", inWork: child);
        ledger.Time.Advance(TimeSpan.FromSeconds(6));

        var explanation = await ledger.Reader.ExplainAsync(root.AnalysisId, 100, Token);

        Assert.Equal((root.AnalysisId, 2), (explanation!.Analysis.AnalysisId, explanation.Open));
        var inWork = explanation.Deliveries.Single(delivery => delivery.TaskId == child.TaskId);
        Assert.Equal(
            (A, "busy", 9.0, 1, true),
            (inWork.Identity, inWork.Instance, inWork.InWorkFor!.Value.TotalSeconds, inWork.LiveInstances,
                inWork.IsRegistered));
        var queued = explanation.Deliveries.Single(delivery => delivery.TaskId != child.TaskId);
        Assert.Equal((Tasks.Noon, 0, null), (queued.SentAt, queued.Resends, queued.Instance));
    }

    [Fact]
    public async Task A_long_explanation_is_cut_and_counts_the_rest()
    {
        await using var ledger = await OpenAsync();
        var (root, _) = await SubmitAsync(ledger);

        var explanation = await ledger.Reader.ExplainAsync(root.AnalysisId, 1, Token);

        Assert.Single(explanation!.Deliveries);
        Assert.Equal(2, explanation.Open);
    }

    [Fact]
    public async Task There_is_no_explanation_of_what_is_not_known()
    {
        await using var ledger = await OpenAsync();

        Assert.Null(await ledger.Reader.ExplainAsync(Tasks.Root("a").AnalysisId, 10, Token));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => ledger.Reader.ExplainAsync(Tasks.Root("a").AnalysisId, 0, Token));
    }

    private async Task<LedgerUnderTest> OpenAsync()
    {
        var ledger = await LedgerUnderTest.OpenAsync(await CreateStoreAsync());
        await BeatAsync(ledger, "silent");
        return ledger;
    }

    private static async Task<(KartonTask Root, KartonTask Child)> SubmitAsync(LedgerUnderTest ledger)
    {
        var root = Tasks.Root("a");
        var child = root.Child("a", A);
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A, child, root.Child("a", A)));
        return (root, child);
    }

    private static Task BeatAsync(LedgerUnderTest ledger, string instance, KartonTask? inWork = null)
    {
        // An instance's clock may be wrong by hours.
        var sentAt = ledger.Time.GetUtcNow().AddHours(3);
        return ledger.Directory.RecordAsync(
            new ServiceHeartbeat
            {
                Identity = A,
                Instance = instance,
                Version = "1.0",
                Description = "Does things.",
                Filters = DataValue.Parse("""[{"type":"a"}]"""),
                Concurrency = 1,
                StartedAt = Tasks.Noon,
                SentAt = sentAt,
                InWork = inWork is null
                    ? []
                    : [new DeliveryInWork
                    {
                        AnalysisId = inWork.AnalysisId,
                        TaskId = inWork.TaskId,
                        StartedAt = sentAt.AddSeconds(-3),
                    }],
            },
            Token);
    }
}
