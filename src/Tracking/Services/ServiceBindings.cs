using System.Text;
using Karton.Contracts.Filters;
using Karton.Sdk.Transports;
using Karton.Tracking.Storage;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Services;

/// <summary>
/// Lets into the queue of a service what its filters want, once the ledger knows them and so waits for what comes of
/// it; and what they no longer want no more. What is left to undo is remembered in memory alone, for a binding too many
/// costs nothing but speed: the service's gate forgets what comes through it.
/// </summary>
internal sealed partial class ServiceBindings(ILedgerStore store, IBroker broker, ILogger<ServiceBindings> logger)
    : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly Lock _noting = new();
    private readonly HashSet<(string Identity, string Instance)> _bound = [];
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

    /// <summary>An instance has ended.</summary>
    internal void Forget(string identity, string instance)
    {
        lock (_noting)
        {
            _bound.Remove((identity, instance));
        }
    }

    /// <summary>Brings the bindings of a service up to date, with the first heartbeat of each instance that this
    /// process hears and when filters have changed. What fails is tried again with the next heartbeat.</summary>
    internal async Task UpdateAsync(string identity, string instance, CancellationToken cancellationToken)
    {
        if (IsUpToDate(identity, instance))
        {
            return;
        }

        // One at a time, and by the filters as they are now: what is taken back right away is not undone after.
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await BindAsync(identity, cancellationToken);
            lock (_noting)
            {
                _bound.Add((identity, instance));
            }
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

    private bool IsUpToDate(string identity, string instance)
    {
        lock (_noting)
        {
            return _bound.Contains((identity, instance)) && !_stale.ContainsKey(identity);
        }
    }

    private async Task BindAsync(string identity, CancellationToken cancellationToken)
    {
        List<string> stale;
        lock (_noting)
        {
            stale = [.. _stale.GetValueOrDefault(identity) ?? []];
        }

        var services = await store.Queries.ListServicesAsync(cancellationToken);
        if (services.FirstOrDefault(service => service.Identity == identity) is { } service
            && KeysOf(service) is { } needed)
        {
            await broker.BindAsync(identity, needed, cancellationToken);
            var unneeded = stale.Except(needed).ToList();
            if (unneeded.Count > 0)
            {
                await broker.UnbindAsync(identity, unneeded, cancellationToken);
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
