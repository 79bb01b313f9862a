using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Contracts.Services;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Reconciling;

/// <summary>Outcomes may still wait in the ledger's queue, tasks in the service's, and heartbeats come late.</summary>
public sealed class SharedReconcilerTests : IDisposable
{
    private const string A = "test.a";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_is_open_beside_an_idle_instance_is_sent_again_a_round_later()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));

        await RoundAsync(ledger);
        Assert.Empty(ledger.Sender.Sent);
        await RoundAsync(ledger);

        Assert.Equal([root.TaskId], ledger.Sender.TakeIds());
    }

    [Fact]
    public async Task A_heartbeat_may_be_as_old_as_its_queue_lets_it_become()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        // 15 s after which it counts as lost, and 10 s that the heartbeat may have waited.
        ledger.Time.Advance(TimeSpan.FromSeconds(24));
        await RoundAsync(ledger);
        await RoundAsync(ledger);
        Assert.Empty(ledger.Sender.Sent);

        ledger.Time.Advance(TimeSpan.FromSeconds(2));
        await RoundAsync(ledger);
        await RoundAsync(ledger);

        Assert.Single(ledger.Sender.Sent);
    }

    [Theory]
    [InlineData("karton.ledger")]
    [InlineData(A)]
    public async Task Nothing_counts_as_lost_while_something_waits(string queue)
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        ledger.Broker.Waiting[queue] = 1;
        await RoundAsync(ledger);
        await RoundAsync(ledger);
        await RoundAsync(ledger);
        Assert.Empty(ledger.Sender.Sent);

        ledger.Broker.Waiting[queue] = 0;
        await RoundAsync(ledger);
        await RoundAsync(ledger);

        Assert.Single(ledger.Sender.Sent);
    }

    [Fact]
    public async Task Nothing_counts_as_lost_while_entries_are_being_written()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        ledger.Intake.Open();
        var written = new TaskCompletionSource();
        var taking = ledger.Intake.TakeAsync(() => written.Task, Token);
        await RoundAsync(ledger);
        await RoundAsync(ledger);
        Assert.Empty(ledger.Sender.Sent);

        written.SetResult();
        await taking;
        await RoundAsync(ledger);
        await RoundAsync(ledger);

        Assert.Single(ledger.Sender.Sent);
    }

    [Fact]
    public async Task Nothing_counts_as_lost_while_the_broker_is_away()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromMinutes(1));
        ledger.Broker.IsBroken = true;

        await RoundAsync(ledger);
        await RoundAsync(ledger);

        Assert.Empty(ledger.Sender.Sent);
    }

    [Fact]
    public async Task A_service_without_a_queue_of_its_own_goes_with_its_last_instance()
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, isPersistent: false);
        var root = await SubmitAsync(ledger);
        ledger.Gone.Begin();
        ledger.Time.Advance(TimeSpan.FromSeconds(14));
        await ledger.Gone.EndAsync(Token);
        Assert.Single(await ledger.Store.Queries.ListServicesAsync(Token));

        ledger.Time.Advance(TimeSpan.FromSeconds(2));
        await ledger.Gone.EndAsync(Token);
        Assert.Empty(await ledger.Store.Queries.ListServicesAsync(Token));
        await ledger.Gone.EndAsync(Token);
        await ledger.Gone.EndAsync(Token);

        var delivery = Assert.Single((await ledger.ReadAsync(root.AnalysisId))[0].Deliveries);
        Assert.Equal(DeliveryStatus.Abandoned, delivery.Status);
        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
    }

    [Fact]
    public async Task A_service_with_a_queue_of_its_own_is_waited_for()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Gone.Begin();
        ledger.Time.Advance(TimeSpan.FromDays(1));

        await ledger.Gone.EndAsync(Token);
        await ledger.Gone.EndAsync(Token);

        Assert.Single(await ledger.Store.Queries.ListServicesAsync(Token));
        Assert.Null(Assert.Single((await ledger.ReadAsync(root.AnalysisId))[0].Deliveries).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silence_says_nothing_where_nobody_listened(bool hasJustBegun)
    {
        await using var ledger = await OpenAsync();
        await BeatAsync(ledger, isPersistent: false);
        if (hasJustBegun)
        {
            ledger.Time.Advance(TimeSpan.FromHours(1));
            ledger.Gone.Begin();
        }
        else
        {
            ledger.Gone.Begin();
            ledger.Time.Advance(TimeSpan.FromHours(1));
            ledger.Broker.Waiting["karton.registry"] = 3;
        }

        await ledger.Gone.EndAsync(Token);

        Assert.Single(await ledger.Store.Queries.ListServicesAsync(Token));
    }

    [Fact]
    public async Task A_service_that_a_person_removes_takes_all_with_it()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        ledger.Time.Advance(TimeSpan.FromSeconds(16));

        var result = await ledger.Removal.RemoveAsync(A, Token);

        Assert.Equal((true, true, 1), (result.IsRemoved, result.WasKnown, result.Abandoned));
        Assert.Equal([A], ledger.Broker.Removed);
        Assert.Empty(await ledger.Store.Queries.ListServicesAsync(Token));
        Assert.True((await ledger.FindAsync(root.AnalysisId))!.IsDrained);
    }

    [Fact]
    public async Task A_service_that_runs_cannot_be_removed()
    {
        await using var ledger = await OpenAsync();
        await SubmitAsync(ledger);

        var result = await ledger.Removal.RemoveAsync(A, Token);

        Assert.Equal((false, 0), (result.IsRemoved, result.Abandoned));
        Assert.Equal(["instance-1"], result.LiveInstances);
        Assert.Empty(ledger.Broker.Removed);
        Assert.Single(await ledger.Store.Queries.ListServicesAsync(Token));
    }

    [Fact]
    public async Task Instances_that_were_killed_are_forgotten_in_the_end()
    {
        await using var ledger = await OpenAsync();
        ledger.Gone.Begin();
        ledger.Time.Advance(TimeSpan.FromMinutes(59));
        await ledger.Gone.EndAsync(Token);
        Assert.Single(await ledger.Store.Queries.ListInstancesAsync(Token));

        ledger.Time.Advance(TimeSpan.FromMinutes(2));
        await ledger.Gone.EndAsync(Token);

        Assert.Empty(await ledger.Store.Queries.ListInstancesAsync(Token));
    }

    private async Task<LedgerUnderTest> OpenAsync()
    {
        var ledger = await LedgerUnderTest.OpenAsync(new SharedStore(new SqliteLedgerStore(_folder["ledger.db"])));
        await BeatAsync(ledger);
        return ledger;
    }

    private static async Task<KartonTask> SubmitAsync(LedgerUnderTest ledger)
    {
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        return root;
    }

    private static async Task RoundAsync(LedgerUnderTest ledger)
    {
        await BeatAsync(ledger);
        await ledger.Reconciler.ReconcileAsync(Token);
    }

    private static Task BeatAsync(LedgerUnderTest ledger, bool isPersistent = true)
    {
        var sentAt = ledger.Time.GetUtcNow();
        return ledger.Directory.RecordAsync(
            new ServiceHeartbeat
            {
                Identity = A,
                Instance = "instance-1",
                Filters = DataValue.Parse("""[{"type":"a"}]"""),
                IsPersistent = isPersistent,
                Concurrency = 1,
                StartedAt = Tasks.Noon,
                SentAt = sentAt,
                IdleSince = sentAt.AddMinutes(-1),
            },
            Token);
    }
}
