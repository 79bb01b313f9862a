using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;
using Karton.Tracking.Tests.Ledger;

namespace Karton.Tracking.Tests.Analyses;

/// <summary>What the state machine decides within the transaction that counts.</summary>
public sealed class AnalysisLifecycleTests : IDisposable
{
    private const string A = "test.a";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_submission_and_its_outcome_in_one_batch_submit_and_complete(bool isInOrder)
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        var root = Tasks.Root("a");
        var gate = new TaskCompletionSource();
        store.Gate = gate;
        var before = store.Begun;

        // What comes first holds the writer at the gate, and the rest makes up one batch.
        var first = ledger.RecordAsync(Tasks.Root("a").Submitted());
        var entries = isInOrder
            ? (Task[])[ledger.RecordAsync(root.Submitted()), ledger.RecordAsync(root.Outcome(A))]
            : [ledger.RecordAsync(root.Outcome(A)), ledger.RecordAsync(root.Submitted())];
        gate.SetResult();
        await Task.WhenAll([first, .. entries]);

        Assert.InRange(store.Begun - before, 1, 2);
        Assert.Equal(
            [
                "is Submitted: 1 tasks, 1 deliveries, 1 ended, 0 crashed, 0 refused, 0 skipped",
                "is Completed: 1 tasks, 1 deliveries, 1 ended, 0 crashed, 0 refused, 0 skipped",
            ],
            LinesOf(ledger, root));
        Assert.Equal(["analyses-completed"], await ledger.WaitingAsync());
        Assert.Equal(1, Assert.Single(await ledger.EndsAsync(root.AnalysisId)).Counters.Ended);
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Completed, 1L, 1L), (row!.State, row.Revision, row.SagaVersion));
    }

    [Fact]
    public async Task All_that_end_in_one_transaction_are_announced_by_one_message()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        var roots = Enumerable.Range(0, 10).Select(_ => Tasks.Root("a")).ToList();
        await Task.WhenAll(roots.Select(root => ledger.RecordAsync(root.Submitted())));
        var gate = new TaskCompletionSource();
        store.Gate = gate;
        var before = store.Begun;

        var first = ledger.RecordAsync(Tasks.Root("a").Submitted());
        var outcomes = roots.Select(root => ledger.RecordAsync(root.Outcome(A))).ToList();
        gate.SetResult();
        await Task.WhenAll([first, .. outcomes]);

        Assert.InRange((await ledger.WaitingAsync()).Count, 1, store.Begun - before);
        foreach (var root in roots)
        {
            Assert.Single(await ledger.EndsAsync(root.AnalysisId));
        }
    }

    [Fact]
    public async Task A_transaction_that_fails_after_the_transition_leaves_neither_state_nor_message()
    {
        var (ledger, store) = await OpenAsync();
        await using var _ = ledger;
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        store.IsCommitBroken = true;

        await Assert.ThrowsAsync<InvalidDataException>(() => ledger.RecordAsync(root.Outcome(A)));

        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Submitted, null, 0L), (row!.State, row.CompletedAt, row.SagaVersion));
        Assert.Empty(await ledger.WaitingAsync());
        Assert.Single(LinesOf(ledger, root));

        store.IsCommitBroken = false;
        await ledger.RecordAsync(root.Outcome(A));
        Assert.Single(await ledger.EndsAsync(root.AnalysisId));
    }

    [Fact]
    public async Task An_analysis_starts_drains_runs_again_and_drains_again()
    {
        var (ledger, _) = await OpenAsync();
        await using var opened = ledger;
        var root = Tasks.Root("a");
        var child = root.Child("a");
        var another = root.Child("a");

        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A, child));
        await ledger.RecordAsync(child.Crashed(A));
        await ledger.RecordAsync(root.Outcome(A, another) with { Generation = 1 });
        Assert.Null((await ledger.FindAsync(root.AnalysisId))!.CompletedAt);
        await ledger.RecordAsync(another.Outcome(A));

        Assert.Equal(
            ["Submitted", "Running", "Completed", "Running", "Completed"],
            LinesOf(ledger, root).Select(line => line.Split(' ', ':')[1]));
        Assert.Equal([2, 4], (await ledger.EndsAsync(root.AnalysisId)).Select(end => end.Counters.Ended));
    }

    [Fact]
    public async Task What_is_told_only_after_the_end_corrects_it_without_a_further_transition()
    {
        var (ledger, _) = await OpenAsync();
        await using var opened = ledger;
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A));

        await ledger.RecordAsync(root.Crashed("test.unknown"));
        await ledger.RecordAsync(root.Crashed("test.unknown"));

        Assert.Equal(
            [AnalysisOutcome.Succeeded, AnalysisOutcome.Partial],
            (await ledger.EndsAsync(root.AnalysisId)).Select(end => end.Outcome));
        Assert.Equal(2, LinesOf(ledger, root).Count());
    }

    private async Task<(LedgerUnderTest Ledger, FaultyStore Store)> OpenAsync()
    {
        var store = new FaultyStore(new SqliteLedgerStore(_folder["ledger.db"]));
        return (await LedgerUnderTest.OpenAsync(store, (A, """[{"type":"a"}]""")), store);
    }

    private static IEnumerable<string> LinesOf(LedgerUnderTest ledger, KartonTask root)
    {
        var prefix = $"Analysis {root.AnalysisId} ";
        return ledger.Logs.Of(3000)
            .Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
            .Select(line => line[prefix.Length..]);
    }
}
