using System.Threading.Channels;

namespace Karton.Tracking.Outbox;

/// <summary>Tells the dispatcher that there is something in the outbox. Many signals at once are one.</summary>
internal sealed class OutboxSignal
{
    private readonly Channel<bool> _raised = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    internal void Raise() => _raised.Writer.TryWrite(true);

    internal async ValueTask WaitAsync(CancellationToken cancellationToken) =>
        await _raised.Reader.ReadAsync(cancellationToken);
}
