using Karton.Tracking.Storage.Model;

namespace Karton.Tracking.Storage;

internal interface IServiceTable
{
    /// <summary>A service as this transaction sees it; <see langword="null"/> when there is none.</summary>
    ValueTask<ServiceRow?> FindAsync(string identity);

    /// <summary>The instances of a service, live or not, as this transaction sees them.</summary>
    ValueTask<IReadOnlyList<InstanceRow>> ListInstancesAsync(string identity);

    /// <summary>Writes a service, new or not.</summary>
    ValueTask SaveAsync(ServiceRow row);

    /// <summary>Removes a service and its instances.</summary>
    ValueTask RemoveAsync(string identity);

    /// <summary>Writes an instance, new or not.</summary>
    ValueTask SaveInstanceAsync(InstanceRow row);

    ValueTask RemoveInstanceAsync(string identity, string instance);

    /// <summary>Removes the instances that have been silent since.</summary>
    ValueTask RemoveInstancesAsync(DateTimeOffset silentSince);
}
