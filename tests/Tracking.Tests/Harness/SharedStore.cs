using Karton.Tracking.Storage;
using Karton.Tracking.Tests.Ledger;

namespace Karton.Tracking.Tests.Harness;

/// <summary>A ledger as several processes share it, though here is only one; and one that fails where a test says
/// so.</summary>
internal sealed class SharedStore(ILedgerStore inner) : FaultyStore(inner), ISharedLedgerStore
{
    public async Task LeadAsync(Func<CancellationToken, Task> lead, CancellationToken cancellationToken) =>
        await lead(cancellationToken);

    public async ValueTask<ServiceSnapshot?> ReadServicesAsync(ILedgerTransaction transaction, string? mark)
    {
        var services = await Queries.ListServicesAsync(CancellationToken.None);
        var present = string.Join('\n', services.Select(row => $"{row.Identity} {Convert.ToHexString(row.Filters)}"));
        return present == mark ? null : new ServiceSnapshot(present, services);
    }
}
