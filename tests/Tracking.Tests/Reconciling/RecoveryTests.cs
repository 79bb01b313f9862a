using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Reconciling;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;
using Microsoft.Extensions.Options;

namespace Karton.Tracking.Tests.Reconciling;

public sealed class RecoveryTests : IDisposable
{
    private const string A = "test.a";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task All_that_was_open_is_sent_again_and_nothing_that_was_opened_since()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        var children = Enumerable.Range(0, 450).Select(_ => root.Child("a")).ToArray();
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A, children));
        await ledger.RecordAsync(children[0].Outcome(A));
        ledger.Time.Advance(TimeSpan.FromSeconds(1));
        await ledger.RecordAsync(Tasks.Root("a").Submitted());
        using var journal = NewJournal();

        await ledger.RecoverAsync(journal);

        Assert.Equal(children.Skip(1).Select(child => child.TaskId).Order(), ledger.Sender.TakeIds().Order());
        Assert.Equal(449, ledger.Counts["karton.tracking.deliveries.recovered"]);
    }

    [Fact]
    public async Task A_sample_that_brings_its_process_down_is_given_up_and_the_queue_behind_it_is_not()
    {
        await using var ledger = await OpenAsync();
        var poison = Tasks.Root("a");
        var queued = Tasks.Root("a");
        await ledger.RecordAsync(poison.Submitted());
        await ledger.RecordAsync(queued.Submitted());

        for (var death = 1; death <= 3; death++)
        {
            await DieWorkingOnAsync(ledger, poison.TaskId);
            Assert.Equal(
                new[] { poison.TaskId, queued.TaskId }.Order(), ledger.Sender.TakeIds().Order());
        }

        await DieWorkingOnAsync(ledger, poison.TaskId);

        Assert.Equal([queued.TaskId], ledger.Sender.TakeIds());
        var delivery = Assert.Single((await ledger.ReadAsync(poison.AnalysisId))[0].Deliveries);
        Assert.Equal((DeliveryStatus.Crashed, "lost"), (delivery.Status!.Value, delivery.Error!.Reason));
        Assert.False((await ledger.FindAsync(queued.AnalysisId))!.IsDrained);
    }

    [Fact]
    public async Task Any_number_of_restarts_does_no_harm_to_what_only_waits()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());

        for (var restart = 0; restart < 20; restart++)
        {
            ledger.Time.Advance(TimeSpan.FromSeconds(1));
            using var journal = NewJournal();
            await ledger.RecoverAsync(journal);
            Assert.Equal([root.TaskId], ledger.Sender.TakeIds());
        }
    }

    [Fact]
    public async Task What_is_open_at_a_service_that_is_gone_ends_as_abandoned()
    {
        await using var ledger = await OpenAsync();
        await ledger.RegisterAsync("test.gone", """[{"type":"a"}]""");
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        ledger.Registry.Remove("test.gone");
        ledger.Time.Advance(TimeSpan.FromSeconds(1));
        using var journal = NewJournal();

        await ledger.RecoverAsync(journal);

        Assert.Equal([root.TaskId], ledger.Sender.TakeIds());
        var deliveries = (await ledger.ReadAsync(root.AnalysisId))[0].Deliveries;
        Assert.Equal([null, DeliveryStatus.Abandoned], deliveries.Select(delivery => delivery.Status));
        Assert.Equal(1, ledger.Counts["karton.tracking.deliveries.abandoned"]);
    }

    [Fact]
    public async Task An_analysis_that_was_drained_but_not_told_so_is_announced_again()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
        using var journal = NewJournal();

        await ledger.RecoverAsync(journal);

        Assert.Equal(["analysis-stopped", "analysis-drained", "analysis-drained"], await ledger.WaitingAsync());
    }

    [Fact]
    public async Task A_clock_that_went_back_does_not_keep_recovery_from_ending()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        ledger.Time.Advance(TimeSpan.FromHours(1));
        using var journal = NewJournal();

        await ledger.RecoverAsync(journal, startedAt: ledger.Time.GetUtcNow().AddHours(1));

        Assert.Equal([root.TaskId], ledger.Sender.TakeIds());
    }

    private async Task DieWorkingOnAsync(LedgerUnderTest ledger, Guid taskId)
    {
        // The slot is never given back: the process was killed.
        using (var killed = NewJournal())
        {
            Assert.NotNull(killed.Begin(taskId, A));
        }

        ledger.Time.Advance(TimeSpan.FromSeconds(1));
        using var journal = NewJournal();
        await ledger.RecoverAsync(journal);
    }

    private InWorkJournal NewJournal()
    {
        var journal = new InWorkJournal(Options.Create(new TrackingOptions { DatabasePath = _folder["ledger.db"] }));
        journal.Open();
        return journal;
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        new SqliteLedgerStore(_folder["ledger.db"]), (A, """[{"type":"a"}]"""));
}
