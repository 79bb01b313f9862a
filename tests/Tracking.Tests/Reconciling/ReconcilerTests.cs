using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Data;
using Karton.Contracts.Services;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reconciling;

public sealed class ReconcilerTests : IDisposable
{
    private const string A = "test.a";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_open_beside_an_idle_instance_is_sent_again()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromSeconds(20));
        await BeatAsync(ledger, idleFor: TimeSpan.FromSeconds(20));

        await ledger.Reconciler.ReconcileAsync(Token);

        var (task, identity, generation) = Assert.Single(ledger.Sender.Sent);
        Assert.Equal(root.Json(), task.Json());
        Assert.Equal((A, 0), (identity, generation));
    }

    [Fact]
    public async Task Nothing_is_sent_while_every_instance_is_busy()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromHours(1));
        await BeatAsync(ledger, idleFor: null);

        await ledger.Reconciler.ReconcileAsync(Token);

        Assert.Empty(ledger.Sender.Sent);
    }

    [Theory]
    [InlineData(14, 60)]
    [InlineData(60, 14)]
    public async Task Nothing_is_sent_before_its_time(int secondsIdle, int secondsOpen)
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromSeconds(secondsOpen));
        await BeatAsync(ledger, idleFor: TimeSpan.FromSeconds(secondsIdle));

        await ledger.Reconciler.ReconcileAsync(Token);

        Assert.Empty(ledger.Sender.Sent);
    }

    [Fact]
    public async Task What_another_instance_works_on_is_not_sent()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        await BeatAsync(ledger, idleFor: TimeSpan.FromMinutes(1), instance: "idle");
        await BeatAsync(ledger, idleFor: null, instance: "busy", inWork: root);

        await ledger.Reconciler.ReconcileAsync(Token);

        Assert.Empty(ledger.Sender.Sent);
    }

    [Fact]
    public async Task An_instance_that_is_silent_says_nothing()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        await BeatAsync(ledger, idleFor: TimeSpan.FromMinutes(1), instance: "gone");
        await BeatAsync(ledger, idleFor: null, instance: "killed", inWork: root);
        ledger.Time.Advance(TimeSpan.FromSeconds(16));
        await ledger.Reconciler.ReconcileAsync(Token);
        Assert.Empty(ledger.Sender.Sent);

        await BeatAsync(ledger, idleFor: TimeSpan.FromSeconds(15), instance: "fresh");
        await ledger.Reconciler.ReconcileAsync(Token);

        Assert.Single(ledger.Sender.Sent);
    }

    [Fact]
    public async Task An_instance_that_has_stopped_says_nothing()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        await BeatAsync(ledger, idleFor: TimeSpan.FromMinutes(1));
        await BeatAsync(ledger, idleFor: TimeSpan.FromMinutes(1), isStopping: true);

        await ledger.Reconciler.ReconcileAsync(Token);

        Assert.Empty(ledger.Sender.Sent);
    }

    [Fact]
    public async Task A_delivery_that_stays_lost_ends_as_crashed_after_three_resends()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);

        for (var round = 1; round <= 3; round++)
        {
            await RoundLaterAsync(ledger);
            Assert.Equal([root.TaskId], ledger.Sender.TakeIds());
            await ledger.Reconciler.ReconcileAsync(Token);
            Assert.Empty(ledger.Sender.Sent);
        }

        await RoundLaterAsync(ledger);

        Assert.Empty(ledger.Sender.Sent);
        var delivery = Assert.Single((await ledger.ReadAsync(root.AnalysisId))[0].Deliveries);
        Assert.Equal(
            (DeliveryStatus.Crashed, "lost", 0), (delivery.Status!.Value, delivery.Error!.Reason, delivery.Attempts));
        Assert.Contains("given to test.a 4 times", delivery.Error.Message, StringComparison.Ordinal);
        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
        Assert.Equal(1, ledger.Counts["karton.tracking.deliveries.lost"]);
    }

    [Fact]
    public async Task A_purged_queue_is_filled_again_as_a_whole()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var children = Enumerable.Range(0, 750).Select(_ => root.Child("a")).ToArray();
        await ledger.RecordAsync(root.Outcome(A, children));

        await RoundLaterAsync(ledger);

        Assert.Equal(children.Select(child => child.TaskId).Order(), ledger.Sender.TakeIds().Order());
        Assert.Equal(750, ledger.Counts["karton.tracking.deliveries.resent"]);
    }

    [Fact]
    public async Task What_could_not_be_sent_is_found_again()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Sender.IsBroken = true;
        await RoundLaterAsync(ledger);
        ledger.Sender.IsBroken = false;

        await RoundLaterAsync(ledger);

        Assert.Equal([root.TaskId], ledger.Sender.TakeIds());
    }

    [Fact]
    public async Task A_drained_analysis_without_an_end_is_announced_again_at_the_second_round()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
        await ledger.Reconciler.ReconcileAsync(Token);
        Assert.Equal(["analysis-stopped", "analysis-drained"], await ledger.WaitingAsync());

        await ledger.Reconciler.ReconcileAsync(Token);
        Assert.Equal(["analysis-stopped", "analysis-drained", "analysis-drained"], await ledger.WaitingAsync());

        Assert.Equal(1, ledger.Counts["karton.tracking.analyses.reannounced"]);

        await ledger.CompleteStoppedAsync(root.AnalysisId);
        await ledger.Reconciler.ReconcileAsync(Token);
        Assert.Equal(2, (await ledger.WaitingAsync()).Count(kind => kind == "analysis-drained"));
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        new SqliteLedgerStore(_folder["ledger.db"]), (A, """[{"type":"a"}]"""));

    private static async Task<KartonTask> SubmitAsync(LedgerUnderTest ledger)
    {
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        return root;
    }

    private static async Task RoundLaterAsync(LedgerUnderTest ledger)
    {
        ledger.Time.Advance(TimeSpan.FromSeconds(20));
        await BeatAsync(ledger, idleFor: TimeSpan.FromSeconds(20));
        await ledger.Reconciler.ReconcileAsync(Token);
    }

    private static Task BeatAsync(
        LedgerUnderTest ledger,
        TimeSpan? idleFor,
        string instance = "instance-1",
        KartonTask? inWork = null,
        bool isStopping = false)
    {
        // An instance's clock may be wrong by hours; only differences on it count.
        var sentAt = ledger.Time.GetUtcNow().AddHours(-5);
        return ledger.Directory.RecordAsync(
            new ServiceHeartbeat
            {
                Identity = A,
                Instance = instance,
                Filters = DataValue.Parse("""[{"type":"a"}]"""),
                Concurrency = 1,
                StartedAt = sentAt.AddDays(-1),
                SentAt = sentAt,
                IdleSince = sentAt - idleFor,
                IsStopping = isStopping,
                InWork = inWork is null
                    ? []
                    :
                    [
                        new DeliveryInWork
                        {
                            AnalysisId = inWork.AnalysisId,
                            TaskId = inWork.TaskId,
                            StartedAt = sentAt.AddSeconds(-1),
                        },
                    ],
            },
            Token);
    }
}
