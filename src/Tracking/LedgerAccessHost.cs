using Karton.Tracking.Ledger;
using Karton.Tracking.Storage;
using Microsoft.Extensions.Hosting;

namespace Karton.Tracking;

/// <summary>Opens a shared ledger for a process that does not run it.</summary>
internal sealed class LedgerAccessHost(ISharedLedgerStore store, LedgerWriter writer) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        writer.Start();
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        writer.GiveUpSoon();
        await writer.DisposeAsync();
        await store.DisposeAsync();
    }
}
