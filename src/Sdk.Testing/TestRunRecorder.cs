using System.Collections.Concurrent;
using Karton.Contracts.Tracking;
using Karton.Sdk.Tracking;

namespace Karton.Sdk.Testing;

/// <summary>Stands where the ledger would: joins the parts of each outcome, and lets no child be sent.</summary>
internal sealed class TestRunRecorder : ITrackingChannel
{
    private readonly ConcurrentDictionary<Guid, Expected> _expected = new();

    public Task<TrackingReceipt> RecordAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Outcome is not { } part)
        {
            return Task.FromResult(TrackingReceipt.Accepted);
        }

        if (_expected.TryGetValue(part.TaskId, out var expected) && expected.Add(part))
        {
            _expected.TryRemove(part.TaskId, out _);
        }

        return Task.FromResult(new TrackingReceipt
        {
            Refused = part.Children.Select(child => child.TaskId).ToHashSet(),
        });
    }

    internal Task<TestRun> Expect(Guid taskId)
    {
        var expected = new Expected();
        return _expected.TryAdd(taskId, expected)
            ? expected.Run
            : throw new InvalidOperationException(
                $"The task {taskId} is being run already. Give each run a task of its own.");
    }

    private sealed class Expected
    {
        private readonly SortedDictionary<int, TaskOutcome> _parts = [];
        private readonly TaskCompletionSource<TestRun> _run = new(TaskCreationOptions.RunContinuationsAsynchronously);

        internal Task<TestRun> Run => _run.Task;

        internal bool Add(TaskOutcome part)
        {
            lock (_parts)
            {
                _parts[part.Part] = part;
                if (_parts.Count < part.Parts)
                {
                    return false;
                }

                var last = _parts[part.Parts - 1];
                _run.TrySetResult(new TestRun
                {
                    Outcome = last with
                    {
                        Children = [.. _parts.Values.SelectMany(other => other.Children)],
                        Part = 0,
                        Parts = 1,
                    },
                });
                return true;
            }
        }
    }
}
