using Karton.Tracking.Reading;
using Karton.Tracking.Services;

namespace Karton.Cli.Engine;

/// <summary>The services of the distributed engine, as seen from outside.</summary>
internal interface IServiceAccess : IAsyncDisposable
{
    /// <summary>Those that the ledger knows.</summary>
    Task<IReadOnlyList<ServiceRecord>> ListAsync(CancellationToken cancellationToken);

    /// <summary>How many tasks wait in the queue of a service; <see langword="null"/> when it has none.</summary>
    Task<long?> CountWaitingAsync(string identity, CancellationToken cancellationToken);

    /// <summary>Removes a service for good, unless instances of it are alive.</summary>
    Task<ServiceRemovalResult> RemoveAsync(string identity, CancellationToken cancellationToken);
}
