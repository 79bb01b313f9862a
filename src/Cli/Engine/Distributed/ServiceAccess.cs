using Karton.Sdk.Transports;
using Karton.Tracking.Reading;
using Karton.Tracking.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Karton.Cli.Engine.Distributed;

/// <summary>The services of the distributed engine, by its ledger and its broker. It owns its host.</summary>
internal sealed class ServiceAccess(IHost host) : IServiceAccess
{
    public Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken cancellationToken) =>
        host.Services.GetRequiredService<IServiceReader>().ListAsync(cancellationToken);

    public Task<long?> CountWaitingAsync(string identity, CancellationToken cancellationToken) =>
        host.Services.GetRequiredService<IBroker>().CountWaitingAsync(identity, cancellationToken);

    public Task<ServiceRemovalResult> RemoveAsync(string identity, CancellationToken cancellationToken) =>
        host.Services.GetRequiredService<IServiceRemoval>().RemoveAsync(identity, cancellationToken);

    public async ValueTask DisposeAsync() => await DistributedHost.StopAsync(host);
}
