using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Tracking.Analyses;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Analyses;

public sealed class AnalysisTransitionsTests : IDisposable
{
    private const string A = "test.a";
    private const string Other = "test.other";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_end_is_not_stored_when_something_was_opened_meanwhile()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var instance = await LoadAsync(ledger, root);
        await ledger.RecordAsync(root.Outcome(Other, root.Child("a")));

        instance.CurrentState = nameof(AnalysisState.Completed);
        instance.CompletedAt = Tasks.Noon;
        instance.ReliesOnCounters = true;

        Assert.False(await ledger.Transitions.StoreAsync(instance, Token));
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Running, null), (row!.State, row.CompletedAt));
    }

    [Fact]
    public async Task A_transition_that_relies_on_no_counters_is_stored_beside_the_ledgers_own_changes()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        await ledger.RecordAsync(root.Outcome(Other));
        var instance = await LoadAsync(ledger, root);
        await ledger.RecordAsync(root.Outcome(Other, root.Child("a")) with { Generation = 1 });

        instance.CurrentState = nameof(AnalysisState.Expired);

        Assert.True(await ledger.Transitions.StoreAsync(instance, Token));
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Expired, 4, 2), (row!.State, row.Declared, row.Ended));
    }

    [Fact]
    public async Task Of_two_transitions_from_the_same_state_one_is_stored()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var one = await LoadAsync(ledger, root);
        var other = await LoadAsync(ledger, root);
        one.CurrentState = nameof(AnalysisState.Running);
        other.CurrentState = nameof(AnalysisState.Expired);

        var stored = await Task.WhenAll(
            ledger.Transitions.StoreAsync(one, Token), ledger.Transitions.StoreAsync(other, Token));

        Assert.Equal([true, false], stored);
        Assert.Equal(AnalysisState.Running, (await ledger.FindAsync(root.AnalysisId))!.State);
    }

    [Fact]
    public async Task An_event_that_changes_nothing_writes_nothing()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);

        Assert.True(await ledger.Transitions.StoreAsync(await LoadAsync(ledger, root), Token));

        Assert.Equal(0, (await ledger.FindAsync(root.AnalysisId))!.SagaVersion);
    }

    [Fact]
    public async Task The_end_takes_the_deadline_and_stray_parts_with_it()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a", deadline: Tasks.Noon.AddHours(1));
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A) with { Part = 1, Parts = 7 });

        await ledger.RecordAsync(root.Outcome(A));

        Assert.Empty(await ledger.Store.Queries.ListOverdueAsync(DateTimeOffset.MaxValue, 10, Token));
        var parts = await ledger.Writer.ChangeAsync(
            transaction => transaction.Deliveries.LoadPartsAsync([new(root.AnalysisId, root.TaskId, A, 0)]), Token);
        Assert.Empty(parts);
    }

    private async Task<LedgerUnderTest> OpenAsync() => await LedgerUnderTest.OpenAsync(
        new SqliteLedgerStore(_folder["ledger.db"]), (A, """[{"type":"a"}]"""));

    private static async Task<KartonTask> SubmitAsync(LedgerUnderTest ledger)
    {
        var root = Tasks.Root("a");
        await ledger.RecordAsync(root.Submitted());
        return root;
    }

    private static async Task<AnalysisInstance> LoadAsync(LedgerUnderTest ledger, KartonTask root) =>
        AnalysisInstance.FromRow((await ledger.FindAsync(root.AnalysisId))!);
}
