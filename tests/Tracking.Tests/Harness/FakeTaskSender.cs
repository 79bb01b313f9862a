using System.Collections.Concurrent;
using Karton.Contracts;
using Karton.Sdk.Submission;

namespace Karton.Tracking.Tests.Harness;

/// <summary>Keeps what is sent.</summary>
internal sealed class FakeTaskSender : ITaskSender
{
    public ConcurrentQueue<(KartonTask Task, string Identity, int Generation)> Sent { get; } = [];

    /// <summary>Whether sending fails.</summary>
    public bool IsBroken { get; set; }

    public Task SendAsync(KartonTask task, string identity, int generation, CancellationToken cancellationToken)
    {
        if (IsBroken)
        {
            throw new TimeoutException("The broker is away.");
        }

        Sent.Enqueue((task, identity, generation));
        return Task.CompletedTask;
    }

    /// <summary>The ids of what was sent since the last call.</summary>
    public IReadOnlyList<Guid> TakeIds()
    {
        var ids = new List<Guid>();
        while (Sent.TryDequeue(out var sent))
        {
            ids.Add(sent.Task.TaskId);
        }

        return ids;
    }
}
