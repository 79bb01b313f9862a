using System.Collections.Concurrent;
using Karton.Sdk.Transports;

namespace Karton.Tracking.Tests.Harness;

/// <summary>Keeps what is bound, and says what waits as a test wants.</summary>
internal sealed class FakeBroker : IBroker
{
    /// <summary>The keys that are bound, by service.</summary>
    public ConcurrentDictionary<string, HashSet<string>> Bound { get; } = [];

    /// <summary>What waits, by queue; of other queues the broker does not tell.</summary>
    public ConcurrentDictionary<string, long> Waiting { get; } = [];

    /// <summary>The services whose queues were removed.</summary>
    public ConcurrentQueue<string> Removed { get; } = [];

    /// <summary>Whether the broker is away.</summary>
    public bool IsBroken { get; set; }

    public Task BindAsync(
        string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken) =>
        ChangeAsync(identity, keys => keys.UnionWith(bindingKeys));

    public Task UnbindAsync(
        string identity, IReadOnlyCollection<string> bindingKeys, CancellationToken cancellationToken) =>
        ChangeAsync(identity, keys => keys.ExceptWith(bindingKeys));

    public Task<long?> CountWaitingAsync(string queue, CancellationToken cancellationToken) => IsBroken
        ? throw new TimeoutException("The broker is away.")
        : Task.FromResult<long?>(Waiting.TryGetValue(queue, out var count) ? count : null);

    public Task RemoveAsync(string identity, CancellationToken cancellationToken)
    {
        Removed.Enqueue(identity);
        return ChangeAsync(identity, keys => keys.Clear());
    }

    private Task ChangeAsync(string identity, Action<HashSet<string>> change)
    {
        if (IsBroken)
        {
            throw new TimeoutException("The broker is away.");
        }

        change(Bound.GetOrAdd(identity, _ => []));
        return Task.CompletedTask;
    }
}
