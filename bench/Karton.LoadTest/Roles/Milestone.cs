using System.Diagnostics;

namespace Karton.LoadTest.Roles;

/// <summary>Tells when something has happened as often as expected.</summary>
internal sealed class Milestone
{
    private TaskCompletionSource<long> _reached = New();
    private int _left = int.MaxValue;

    /// <summary>Counts from now on.</summary>
    internal void Expect(int times)
    {
        _reached = New();
        Volatile.Write(ref _left, times);
    }

    internal void Happened()
    {
        if (Interlocked.Decrement(ref _left) == 0)
        {
            _reached.TrySetResult(Stopwatch.GetTimestamp());
        }
    }

    /// <summary>Returns when it happened for the last time, by a clock that all processes of this machine
    /// share.</summary>
    internal Task<long> WaitAsync(CancellationToken cancellationToken) => _reached.Task.WaitAsync(cancellationToken);

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
