using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Analyses;
using Karton.Tracking.Storage.Sqlite;
using Karton.Tracking.Tests.Harness;

namespace Karton.Tracking.Tests.Analyses;

public sealed class AnalysisTransitionsTests : IDisposable
{
    private const string A = "test.a";

    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_end_is_not_stored_when_something_was_opened_meanwhile()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
        var instance = await LoadAsync(ledger, root);
        await ledger.RecordAsync(root.Outcome(A) with { Generation = 1, Parts = 2 });

        instance.CompletedAt = Tasks.Noon;
        instance.ReliesOnCounters = true;

        Assert.False(await ledger.Transitions.StoreAsync(instance, Token));
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Cancelled, null), (row!.State, row.CompletedAt));
    }

    [Fact]
    public async Task A_transition_that_relies_on_no_counters_is_stored_beside_the_ledgers_own_changes()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var child = root.Child("a");
        await ledger.RecordAsync(root.Outcome(A, child, root.Child("a")));
        var instance = await LoadAsync(ledger, root);
        await ledger.RecordAsync(child.Outcome(A));

        Stop(instance, AnalysisState.Expired);

        Assert.True(await ledger.Transitions.StoreAsync(instance, Token));
        var row = await ledger.FindAsync(root.AnalysisId);
        Assert.Equal((AnalysisState.Expired, 3, 3, 1), (row!.State, row.Declared, row.Ended, row.Undone));
    }

    [Fact]
    public async Task Of_two_transitions_from_the_same_state_one_is_stored()
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var one = await LoadAsync(ledger, root);
        var other = await LoadAsync(ledger, root);
        Stop(one, AnalysisState.Cancelled);
        Stop(other, AnalysisState.Expired);

        var stored = await Task.WhenAll(
            ledger.Transitions.StoreAsync(one, Token), ledger.Transitions.StoreAsync(other, Token));

        Assert.Equal([true, false], stored);
        Assert.Equal(AnalysisState.Cancelled, (await ledger.FindAsync(root.AnalysisId))!.State);
    }

    [Theory]
    [InlineData(AnalysisState.Cancelled)]
    [InlineData(AnalysisState.Expired)]
    public async Task A_stop_that_was_decided_before_the_end_and_stored_after_it_changes_nothing(AnalysisState state)
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var instance = await LoadAsync(ledger, root);
        Stop(instance, state);
        await ledger.RecordAsync(root.Outcome(A));

        Assert.False(await ledger.Transitions.StoreAsync(instance, Token));

        Assert.Equal(AnalysisState.Completed, (await ledger.FindAsync(root.AnalysisId))!.State);
        Assert.Equal(["analyses-completed"], await ledger.WaitingAsync());
    }

    [Theory]
    [InlineData(AnalysisState.Cancelled)]
    [InlineData(AnalysisState.Expired)]
    public async Task An_outcome_that_comes_between_the_stop_and_its_end_gives_no_second_end(AnalysisState state)
    {
        await using var ledger = await OpenAsync();
        var root = await SubmitAsync(ledger);
        var stopping = await LoadAsync(ledger, root);
        Stop(stopping, state);
        Assert.True(await ledger.Transitions.StoreAsync(stopping, Token));
        var ending = await LoadAsync(ledger, root);
        ending.CompletedAt = Tasks.Noon;
        ending.ReliesOnCounters = true;

        await ledger.RecordAsync(root.Outcome(A, root.Child("a")));

        Assert.False(await ledger.Transitions.StoreAsync(ending, Token));
        Assert.Equal(state, Assert.Single(await ledger.EndsAsync(root.AnalysisId)).State);
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

        await AssertNothingIsLeftAsync(ledger, root);
    }

    [Fact]
    public async Task The_end_of_a_stopped_analysis_takes_the_deadline_and_stray_parts_with_it()
    {
        await using var ledger = await OpenAsync();
        var root = Tasks.Root("a", deadline: Tasks.Noon.AddHours(1));
        await ledger.RecordAsync(root.Submitted());
        await ledger.RecordAsync(root.Outcome(A) with { Part = 1, Parts = 7 });

        await ledger.StopAsync(root.AnalysisId, AnalysisState.Cancelled, DeliveryStatus.Cancelled);
        await ledger.CompleteStoppedAsync(root.AnalysisId);

        await AssertNothingIsLeftAsync(ledger, root);
    }

    private static void Stop(AnalysisInstance instance, AnalysisState state)
    {
        instance.CurrentState = state.ToString();
        instance.StopsAs = state is AnalysisState.Expired ? DeliveryStatus.Expired : DeliveryStatus.Cancelled;
    }

    private static async Task AssertNothingIsLeftAsync(LedgerUnderTest ledger, KartonTask root)
    {
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
