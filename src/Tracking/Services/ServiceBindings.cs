using System.Text;
using Karton.Contracts.Filters;
using Karton.Sdk.Transports;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Services;

/// <summary>
/// Keeps the broker from sending services what their filters no longer want. It only unbinds: instances bind their own
/// queues, and bind them again when they hear that their filters have become the valid ones. What is left to undo is
/// remembered in memory alone, for a binding too many costs nothing but speed: the service's gate forgets what comes
/// through it.
/// </summary>
internal sealed partial class ServiceBindings(ILedgerStore store, IBroker broker, ILogger<ServiceBindings> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _noting = new();
    private readonly Dictionary<string, HashSet<string>> _stale = [];

    /// <summary>Notes that these filters of a service are not, or no longer, the valid ones.</summary>
    internal void Note(ServiceRow other)
    {
        lock (_noting)
        {
            if (!_stale.TryGetValue(other.Identity, out var keys))
            {
                keys = [];
                _stale.Add(other.Identity, keys);
            }

            keys.UnionWith(KeysOf(other) ?? []);
        }
    }

    /// <summary>Unbinds what was noted and is not needed. What fails is tried again with the next call.</summary>
    internal async Task UnbindStaleAsync(string identity, CancellationToken cancellationToken)
    {
        if (StaleOf(identity) is null)
        {
            return;
        }

        // One at a time, and by the filters as they are now: what is taken back right away is not undone after.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await UnbindAsync(identity, cancellationToken);
        }
        // Transports throw exceptions of their own kinds.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotUnbound(identity, e);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private List<string>? StaleOf(string identity)
    {
        lock (_noting)
        {
            return _stale.TryGetValue(identity, out var keys) ? [.. keys] : null;
        }
    }

    private async Task UnbindAsync(string identity, CancellationToken cancellationToken)
    {
        if (StaleOf(identity) is not { } stale)
        {
            return;
        }

        if (await NeededAsync(identity, cancellationToken) is { } needed)
        {
            List<string> unbound = [.. stale.Except(needed)];
            await broker.UnbindAsync(identity, unbound, cancellationToken);

            // Another process may have recorded meanwhile that they are wanted again.
            var neededNow = await NeededAsync(identity, cancellationToken) ?? [];
            List<string> wantedAgain = [.. unbound.Intersect(neededNow)];
            if (wantedAgain.Count > 0)
            {
                await broker.BindAsync(identity, wantedAgain, cancellationToken);
            }
        }

        lock (_noting)
        {
            // More may have been noted meanwhile.
            if (_stale.TryGetValue(identity, out var keys) && keys.IsSubsetOf(stale))
            {
                _stale.Remove(identity);
            }
        }
    }

    private async Task<IReadOnlyList<string>?> NeededAsync(string identity, CancellationToken cancellationToken)
    {
        var services = await store.Queries.ListServicesAsync(cancellationToken);
        return services.FirstOrDefault(service => service.Identity == identity) is { } service ? KeysOf(service) : null;
    }

    /// <summary>The keys that the filters of a service need; <see langword="null"/> when they are malformed.</summary>
    private static IReadOnlyList<string>? KeysOf(ServiceRow service)
    {
        try
        {
            return TaskFilter.Parse(Encoding.UTF8.GetString(service.Filters)).BindingKeys;
        }
        catch (FilterException)
        {
            // Said by the registry already.
            return null;
        }
    }

    [LoggerMessage(
        3043,
        LogLevel.Warning,
        "The bindings of {Identity} could not be brought up to date; that is tried again at its next heartbeat")]
    private partial void NotUnbound(string identity, Exception failure);
}
