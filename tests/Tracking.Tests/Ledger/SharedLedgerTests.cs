using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;
using Karton.Tracking.Storage.Model;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

/// <summary>What differs when other processes write to the ledger, too, and a queue stands before it.</summary>
public sealed class SharedLedgerTests : IDisposable
{
    private const string A = "test.a";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_task_is_expected_at_the_services_that_another_process_has_registered()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(NewStore());
        var root = Tasks.Root("a");
        await RegisterElsewhereAsync(ledger, A, """[{"type":"a"}]""");

        await ledger.RecordAsync(root.Submitted());

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((1, 0, false), (row!.Declared, row.Ended, row.IsDrained));
    }

    [Fact]
    public async Task A_task_is_no_longer_expected_where_another_process_has_noted_other_filters()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(NewStore());
        await RegisterElsewhereAsync(ledger, A, """[{"type":"a"}]""");
        await ledger.RecordAsync(Tasks.Root("a").Submitted());
        await RegisterElsewhereAsync(ledger, A, """[{"type":"b"}]""");
        var root = Tasks.Root("a");

        await ledger.RecordAsync(root.Submitted());

        Assert.Equal(0, (await ledger.FindAsync(root.AnalysisId))!.Declared);
    }

    [Fact]
    public async Task A_long_outage_of_the_database_is_outlasted()
    {
        var store = NewStore();
        await using var ledger = await LedgerUnderTest.OpenAsync(store);
        store.Outages = 100;

        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());
        for (var passed = 0; passed < 100; passed++)
        {
            await ledger.Time.PassPauseAsync(most: TimeSpan.FromSeconds(10));
        }

        Assert.Same(TrackingReceipt.Accepted, await recording);
    }

    [Fact]
    public async Task A_process_that_stops_during_an_outage_does_not_wait_for_its_end()
    {
        var store = NewStore();
        await using var ledger = await LedgerUnderTest.OpenAsync(store);
        store.Outages = int.MaxValue;
        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());
        for (var passed = 0; passed < 7; passed++)
        {
            await ledger.Time.PassPauseAsync(most: TimeSpan.FromSeconds(10));
        }

        ledger.Writer.GiveUpSoon();

        Assert.True(store.IsTransient(await Assert.ThrowsAsync<IOException>(() => recording)));
    }

    [Fact]
    public async Task A_rejection_that_nobody_waits_for_leaves_no_trace()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(NewStore());
        await RegisterElsewhereAsync(ledger, A, """[{"type":"a"}]""");
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        var before = await ledger.FindAsync(root.AnalysisId);

        await ledger.RecordAsync(Rejected(root, "test.b"));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((before!.Revision, before.Declared, 0), (row!.Revision, row.Declared, row.Undone));
        Assert.Equal(A, Assert.Single((await ledger.ReadAsync(root.AnalysisId))[0].Deliveries).Identity);
    }

    [Fact]
    public async Task A_rejection_ends_the_delivery_that_waits_for_it()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(NewStore());
        await RegisterElsewhereAsync(ledger, A, """[{"type":"a"}]""");
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());

        await ledger.RecordAsync(Rejected(root, A));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((true, 1), (row!.IsDrained, row.Undone));
    }

    [Fact]
    public async Task What_comes_of_a_task_beyond_the_budget_is_skipped_and_holds_nothing_up()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(NewStore());
        await RegisterElsewhereAsync(ledger, A, """[{"type":"a"}]""");
        var root = Tasks.Root("a");
        var beyond = root.Child("a", A);
        await ledger.RecordAsync(root.Submitted(new AnalysisBudget { MaxTasks = 1 }));
        await ledger.RecordAsync(root.Outcome(A, beyond));
        var child = beyond.Child("a", A);

        await ledger.RecordAsync(beyond.Outcome(A, child));
        await ledger.RecordAsync(child.Outcome(A));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((1, 1, 3, 2), (row!.Declared, row.Ended, row.Tasks, row.Skipped));
    }

    [Fact]
    public async Task What_was_not_waited_for_and_comes_after_the_end_corrects_it()
    {
        await using var ledger = await LedgerUnderTest.OpenAsync(NewStore());
        await RegisterElsewhereAsync(ledger, A, """[{"type":"a"}]""");
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A));

        await ledger.RecordAsync(root.Crashed("test.unknown"));

        var ends = await ledger.EndsAsync(root.AnalysisId);
        Assert.Equal([(1, 0), (2, 1)], ends.Select(end => (end.Counters.Ended, end.Counters.Crashed)));
        Assert.Equal([AnalysisOutcome.Succeeded, AnalysisOutcome.Partial], ends.Select(end => end.Outcome));
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Completed, AnalysisOutcome.Partial), (row!.State, row.Outcome));
    }

    private SharedStore NewStore() => new(new SqliteLedgerStore(_folder["ledger.db"]));

    private static TaskOutcome Rejected(KartonTask task, string identity) =>
        task.Outcome(identity) with { Status = DeliveryStatus.Rejected, Reason = "The filters do not match." };

    // Past the registry of this process.
    private static Task RegisterElsewhereAsync(LedgerUnderTest ledger, string identity, string filters) =>
        ledger.Writer.ChangeAsync(
            transaction => transaction.Services.SaveAsync(new ServiceRow
            {
                Identity = identity,
                Filters = System.Text.Encoding.UTF8.GetBytes(filters),
                IsPersistent = true,
                SeenAt = Tasks.Noon,
            }),
            Token);
}
