namespace Karton.Sdk.Stopping;

/// <summary>Says that this process takes nothing new.</summary>
internal sealed class StopSignal
{
    private readonly TaskCompletionSource _stopping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal bool IsStopping => _stopping.Task.IsCompleted;

    /// <summary>Completes when the process begins to stop.</summary>
    internal Task Stopping => _stopping.Task;

    /// <summary>Completes when the bus is about to stop, so that what waits at the gate can go back to the
    /// queue.</summary>
    internal Task Released => _released.Task;

    internal void Stop() => _stopping.TrySetResult();

    internal void Release()
    {
        Stop();
        _released.TrySetResult();
    }
}
