using Karton.Contracts;
using Karton.Sdk.Tracking;
using Karton.Tracking.Ledger;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Ledger;

public sealed class LedgerWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_entry_that_cannot_be_written_fails_its_caller_and_nobody_else()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        var roots = Enumerable.Range(0, 100).Select(_ => Tasks.Root("a")).ToList();
        store.PoisonTask = roots[37].TaskId;

        var all = await SubmitTogetherAsync(ledger, store, roots);

        Assert.IsType<InvalidDataException>(all[37].Exception!.InnerException);
        Assert.Equal(99, all.Count(task => task.IsCompletedSuccessfully));
        Assert.Equal(99, (await ledger.Store.Queries.ListAnalysesAsync(200, Token)).Count);
    }

    [Fact]
    public async Task What_arrives_during_a_commit_is_committed_together()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;

        await SubmitTogetherAsync(ledger, store, [.. Enumerable.Range(0, 400).Select(_ => Tasks.Root("a"))]);

        // The first one alone, then the rest.
        Assert.InRange(store.Begun, 1, 3);
    }

    [Fact]
    public async Task A_short_outage_of_the_database_is_waited_for()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        store.Outages = 3;

        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());
        await PassPausesAsync(ledger, 3);

        Assert.Same(TrackingReceipt.Accepted, await recording);
        Assert.Equal(4, store.Begun);
    }

    [Fact]
    public async Task A_long_outage_fails_the_callers_but_not_the_writer()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        store.Outages = 5;

        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());
        await PassPausesAsync(ledger, 4);
        await Assert.ThrowsAsync<IOException>(() => recording);

        await ledger.RecordAsync(Tasks.Root("a").Submitted());
    }

    [Fact]
    public async Task A_caller_does_not_wait_for_ever()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        store.Gate = new TaskCompletionSource();

        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());
        ledger.Time.Advance(ledger.TrackingOptions.RecordTimeout);

        var failure = await Assert.ThrowsAsync<TimeoutException>(() => recording);
        Assert.Contains("did not commit within 00:00:30", failure.Message, StringComparison.Ordinal);
        store.Gate.SetResult();
    }

    [Fact]
    public async Task A_change_is_committed_with_the_entries_around_it()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        store.Gate = new TaskCompletionSource();
        var root = Tasks.Root("a");

        var recording = ledger.RecordAsync(root.Submitted());
        var changing = ledger.Writer.ChangeAsync(
            async transaction => (await transaction.Analyses.LoadAsync([root.AnalysisId])).Count, Token);
        store.Gate.SetResult();

        await recording;
        Assert.Equal(1, await changing);
    }

    [Fact]
    public async Task What_was_given_to_the_writer_is_written_before_it_ends()
    {
        var (ledger, store) = await OpenAsync();
        store.Gate = new TaskCompletionSource();
        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());

        var closing = ledger.Writer.DisposeAsync();
        store.Gate.SetResult();
        await closing;

        Assert.True((await recording).Refused.Count == 0);
        await Assert.ThrowsAsync<LedgerClosedException>(() => ledger.RecordAsync(Tasks.Root("a").Submitted()));
        await ledger.DisposeAsync();
    }

    [Fact]
    public async Task Nobody_waits_for_a_writer_that_has_no_database()
    {
        await using var ledger = LedgerUnderTest.Create(new SqliteLedgerStore(_folder["ledger.db"]));
        var recording = ledger.RecordAsync(Tasks.Root("a").Submitted());

        ledger.Writer.Abort(new IOException("There is no database."));

        await Assert.ThrowsAsync<IOException>(() => recording);
        await Assert.ThrowsAsync<LedgerClosedException>(() => ledger.RecordAsync(Tasks.Root("a").Submitted()));
    }

    private async Task<(LedgerUnderTest Ledger, FaultyStore Store)> OpenAsync()
    {
        var store = new FaultyStore(new SqliteLedgerStore(_folder["ledger.db"]));
        return (await LedgerUnderTest.OpenAsync(store, ("test.a", """[{"type":"a"}]""")), store);
    }

    private static async Task<Task<TrackingReceipt>[]> SubmitTogetherAsync(
        LedgerUnderTest ledger, FaultyStore store, List<KartonTask> roots)
    {
        store.Gate = new TaskCompletionSource();
        var all = roots.Select(root => ledger.RecordAsync(root.Submitted())).ToArray();
        store.Gate.SetResult();
        await Task.WhenAll(all).ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default);
        return all;
    }

    private static async Task PassPausesAsync(LedgerUnderTest ledger, int count)
    {
        for (var passed = 0; passed < count; passed++)
        {
            await ledger.Time.PassPauseAsync(most: TimeSpan.FromSeconds(2));
        }
    }
}
