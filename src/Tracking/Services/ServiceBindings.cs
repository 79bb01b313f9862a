using System.Text;
using Karton.Contracts.Filters;
using Karton.Sdk.Transports;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Services;

/// <summary>
/// Keeps the broker from sending services what their filters no longer want. What is left to undo is remembered in
/// memory alone, for a binding too many costs nothing but speed: the service's gate forgets what comes through it.
/// </summary>
internal sealed partial class ServiceBindings(ILedgerStore store, IBroker broker, ILogger<ServiceBindings> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _noting = new();
    private readonly Dictionary<string, HashSet<string>> _stale = [];

    /// <summary>Notes that the filters of a service are no longer these.</summary>
    internal void Note(ServiceRow before)
    {
        lock (_noting)
        {
            if (!_stale.TryGetValue(before.Identity, out var keys))
            {
                keys = [];
                _stale.Add(before.Identity, keys);
            }

            keys.UnionWith(KeysOf(before) ?? []);
        }
    }

    /// <summary>Brings the bindings of a service up to date when its filters were noted to have changed. What fails is
    /// tried again with the next call.</summary>
    internal async Task UpdateAsync(string identity, CancellationToken cancellationToken)
    {
        if (StaleOf(identity) is null)
        {
            return;
        }

        // One at a time, and by the filters as they are now: what is taken back right away is not undone after.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await BindAsync(identity, cancellationToken);
        }
        // Transports throw exceptions of their own kinds.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            NotBound(identity, e);
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

    private async Task BindAsync(string identity, CancellationToken cancellationToken)
    {
        if (StaleOf(identity) is not { } stale)
        {
            return;
        }

        var services = await store.Queries.ListServicesAsync(cancellationToken);
        if (services.FirstOrDefault(service => service.Identity == identity) is { } service
            && KeysOf(service) is { } needed)
        {
            // Also what was undone a moment ago, for a change that is taken back.
            await broker.BindAsync(identity, needed, cancellationToken);
            await broker.UnbindAsync(identity, [.. stale.Except(needed)], cancellationToken);
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
    private partial void NotBound(string identity, Exception failure);
}
