namespace Karton.Sdk.Stopping;

/// <summary>Says that this process takes nothing new.</summary>
internal sealed class StopSignal
{
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopping;

    internal bool IsStopping => _isStopping;

    /// <summary>Completes when the bus is about to stop, so that what waits at the gate can go back to the
    /// queue.</summary>
    internal Task Released => _released.Task;

    internal void Stop() => _isStopping = true;

    internal void Release()
    {
        _isStopping = true;
        _released.TrySetResult();
    }
}
