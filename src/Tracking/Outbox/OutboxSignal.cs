namespace Karton.Tracking.Outbox;

/// <summary>Tells the dispatcher that there is something in the outbox. Many signals at once are one.</summary>
internal sealed class OutboxSignal : IDisposable
{
    private readonly SemaphoreSlim _raised = new(0);

    internal void Raise()
    {
        // Two at the same time may both pass; one look too many costs nothing.
        if (_raised.CurrentCount == 0)
        {
            _raised.Release();
        }
    }

    /// <summary>Waits for a signal, or for this long.</summary>
    internal Task WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) =>
        _raised.WaitAsync(atMost, cancellationToken);

    public void Dispose() => _raised.Dispose();
}
