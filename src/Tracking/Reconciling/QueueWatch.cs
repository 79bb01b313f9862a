using Karton.Sdk.Transports;
using Karton.Tracking.Ledger;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Reconciling;

/// <summary>Whether what the ledger holds is all that there is to know: what still waits in a queue is not
/// lost.</summary>
internal sealed partial class QueueWatch(IBroker broker, LedgerIntake intake, ILogger<QueueWatch> logger)
{
    /// <summary>Whether nothing waits to be recorded, as far as it can be seen from here.</summary>
    internal async Task<bool> HasLedgerCaughtUpAsync(CancellationToken cancellationToken) =>
        intake.IsEmpty && await IsEmptyAsync(QueueDefinition.Ledger.Name, cancellationToken) && intake.IsEmpty;

    /// <summary>Whether nothing waits in a queue, or whether that cannot be told.</summary>
    internal async Task<bool> IsEmptyAsync(string queue, CancellationToken cancellationToken)
    {
        try
        {
            return await broker.CountWaitingAsync(queue, cancellationToken) is null or 0;
        }
        // Transports throw exceptions of their own kinds. While the broker is away, nothing counts as lost.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotCounted(queue, e);
            return false;
        }
    }

    [LoggerMessage(3036, LogLevel.Warning, "The broker does not tell what waits in {Queue}; nothing is sent again now")]
    private partial void NotCounted(string queue, Exception failure);
}
