using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Contracts.Services;
using Karton.Sdk.Catalog;

namespace Karton.Sdk.Work;

/// <summary>What one service of this process is working on, and since when it could do more and got nothing.</summary>
internal sealed class ServiceWork
{
    private readonly ServiceDefinition _service;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly HashSet<WorkItem> _items = [];
    private DateTimeOffset _idleSince;

    internal ServiceWork(ServiceDefinition service, TimeProvider time)
    {
        _service = service;
        _time = time;
        _idleSince = time.GetUtcNow();
    }

    /// <summary>Something came out of the queue, whether it leads to work or not.</summary>
    internal void Arrived()
    {
        lock (_lock)
        {
            _idleSince = _time.GetUtcNow();
        }
    }

    internal WorkItem Begin(KartonTask task, CancellationToken cancellationToken)
    {
        var item = new WorkItem(this, task, _service.Timeout, _time, cancellationToken);
        lock (_lock)
        {
            _items.Add(item);
        }

        return item;
    }

    internal void Remove(WorkItem item)
    {
        lock (_lock)
        {
            if (_items.Count >= _service.Concurrency)
            {
                _idleSince = _time.GetUtcNow();
            }

            _items.Remove(item);
        }
    }

    internal void Stop(Guid analysisId, AnalysisState state)
    {
        WorkItem[] items;
        lock (_lock)
        {
            items = [.. _items.Where(item => item.Task.AnalysisId == analysisId)];
        }

        foreach (var item in items)
        {
            item.Stop(state);
        }
    }

    internal (IReadOnlyList<DeliveryInWork> InWork, DateTimeOffset? IdleSince) Look()
    {
        lock (_lock)
        {
            var inWork = _items
                .Select(item => new DeliveryInWork
                {
                    AnalysisId = item.Task.AnalysisId,
                    TaskId = item.Task.TaskId,
                    StartedAt = item.StartedAt,
                })
                .OrderBy(delivery => delivery.StartedAt)
                .ToArray();
            return (inWork, _items.Count >= _service.Concurrency ? null : _idleSince);
        }
    }
}
