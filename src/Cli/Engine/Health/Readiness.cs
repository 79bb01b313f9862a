using Karton.Sdk.Servers;
using MassTransit;

namespace Karton.Cli.Engine.Health;

/// <summary>Finds out whether the process can work: the bus is connected, the other servers answer. However often it is
/// asked, the servers are tried every few seconds at the most.</summary>
internal sealed class Readiness(IEnumerable<IServerCheck> checks, IBusControl bus, TimeProvider time) : IDisposable
{
    private const string Broker = "RabbitMQ";

    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(4);

    private readonly SemaphoreSlim _looking = new(1);
    private IReadOnlyList<ReadinessCheck> _last = [];
    private long _lookedAt;

    public void Dispose() => _looking.Dispose();

    public async Task<IReadOnlyList<ReadinessCheck>> LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            if (_last.Count == 0 || time.GetElapsedTime(_lookedAt) > Freshness)
            {
                // The bus itself knows better than a further connection whether it is connected.
                var servers = await Task.WhenAll(checks.Where(check => check.Server != Broker)
                    .Select(check => TryAsync(check, cancellationToken)));
                _last = [OfBus(), .. servers];
                _lookedAt = time.GetTimestamp();
            }

            return _last;
        }
        finally
        {
            _looking.Release();
        }
    }

    private ReadinessCheck OfBus()
    {
        var health = bus.CheckHealth();
        return new ReadinessCheck(Broker, health.Status == BusHealthStatus.Healthy, health.Description);
    }

    private static async Task<ReadinessCheck> TryAsync(IServerCheck check, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CheckTimeout);
        try
        {
            return new ReadinessCheck(check.Server, true, await check.CheckAsync(limit.Token).WaitAsync(limit.Token));
        }
        catch (ServerUnavailableException e)
        {
            return new ReadinessCheck(check.Server, false, e.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new ReadinessCheck(
                check.Server, false, $"{check.Server} did not answer within {CheckTimeout.TotalSeconds:0} s.");
        }
    }
}
