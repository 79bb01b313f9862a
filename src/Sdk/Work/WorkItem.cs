using Karton.Contracts;

namespace Karton.Sdk.Work;

/// <summary>One delivery in work. Its token is cancelled when the delivery's analysis is stopped or its caller's token
/// is.</summary>
internal sealed class WorkItem : IDisposable
{
    private readonly ServiceWork _work;
    private readonly CancellationTokenSource _source;
    private readonly Lock _lock = new();
    private bool _disposed;

    internal WorkItem(ServiceWork work, KartonTask task, DateTimeOffset startedAt, CancellationToken cancellationToken)
    {
        _work = work;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task = task;
        StartedAt = startedAt;
    }

    internal KartonTask Task { get; }

    internal DateTimeOffset StartedAt { get; }

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _work.Remove(this);
        lock (_lock)
        {
            _disposed = true;
            _source.Dispose();
        }
    }

    internal void Cancel()
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                _source.Cancel();
            }
        }
    }
}
