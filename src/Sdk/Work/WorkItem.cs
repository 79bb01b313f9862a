using Karton.Contracts;
using Karton.Contracts.Analyses;

namespace Karton.Sdk.Work;

/// <summary>One delivery in work. Its token is cancelled when its time is over, when its analysis is stopped, or when
/// the token of its message is.</summary>
internal sealed class WorkItem : IDisposable
{
    private readonly ServiceWork _work;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _lock = new();
    private bool _disposed;

    internal WorkItem(
        ServiceWork work, KartonTask task, TimeSpan? timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        _work = work;
        Task = task;
        StartedAt = time.GetUtcNow();
        _source = new CancellationTokenSource(timeout ?? Timeout.InfiniteTimeSpan, time);
        _registration = cancellationToken.UnsafeRegister(item => ((WorkItem)item!).Cancel(), this);
    }

    internal KartonTask Task { get; }

    internal DateTimeOffset StartedAt { get; }

    /// <summary>How its analysis was stopped; <see langword="null"/> while it was not.</summary>
    internal AnalysisState? Stopped { get; private set; }

    internal CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _work.Remove(this);
        _registration.Unregister();
        lock (_lock)
        {
            _disposed = true;
            _source.Dispose();
        }
    }

    internal void Stop(AnalysisState state)
    {
        Stopped = state;
        Cancel();
    }

    private void Cancel()
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
