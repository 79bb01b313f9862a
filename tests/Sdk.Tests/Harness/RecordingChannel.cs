using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;

namespace Karton.Sdk.Tests.Harness;

/// <summary>A ledger that keeps all it is told, in the order of telling, and lets tests wait for it.</summary>
internal sealed class RecordingChannel : ITrackingChannel
{
    private readonly Lock _lock = new();
    private readonly List<LedgerEntry> _entries = [];
    private readonly List<(Func<LedgerEntry, bool> Wanted, TaskCompletionSource<LedgerEntry> Found)> _waiting = [];

    /// <summary>What the ledger says to an entry. Called before the entry counts as recorded.</summary>
    public Func<LedgerEntry, Task<TrackingReceipt>> Answer { get; set; } =
        _ => Task.FromResult(TrackingReceipt.Accepted);

    public IReadOnlyList<LedgerEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public IReadOnlyList<TaskOutcome> Outcomes => [.. Entries.Select(entry => entry.Outcome).OfType<TaskOutcome>()];

    public async Task<TrackingReceipt> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        var receipt = await Answer(entry);
        lock (_lock)
        {
            _entries.Add(entry);
            foreach (var (_, found) in _waiting.Where(waiting => waiting.Wanted(entry)))
            {
                found.TrySetResult(entry);
            }
        }

        return receipt;
    }

    /// <summary>The last part of the outcome of a task at any service.</summary>
    public async Task<TaskOutcome> OutcomeOfAsync(Guid taskId) =>
        (await WaitAsync(entry => entry.Outcome is { } outcome
            && outcome.TaskId == taskId && outcome.Part == outcome.Parts - 1)).Outcome!;

    public Task<LedgerEntry> WaitAsync(Func<LedgerEntry, bool> wanted)
    {
        lock (_lock)
        {
            if (_entries.Find(entry => wanted(entry)) is { } entry)
            {
                return Task.FromResult(entry);
            }

            var found = new TaskCompletionSource<LedgerEntry>(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((wanted, found));
            return found.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }
}
