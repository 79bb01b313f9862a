using Karton.Sdk.Servers;
using Karton.Tracking.Reading;
using Karton.Tracking.Storage.PostgreSql;

namespace Karton.Cli.Engine.Distributed;

/// <summary>Makes processes of the distributed engine: RabbitMQ, PostgreSQL and S3.</summary>
internal sealed class DistributedEngineFactory(TimeProvider time) : IAnalysisEngineFactory
{
    private static readonly TimeSpan LongestOpening = TimeSpan.FromSeconds(10);

    public async Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        var host = DistributedHost.Build(settings, time);
        await DistributedHost.StartAsync(host, cancellationToken);
        return new DistributedEngine(host);
    }

    public async Task<ILedgerAccess> OpenAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        var options = settings.Settings.Bind<PostgreSqlOptions>(PostgreSqlOptions.Section);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(LongestOpening);
        try
        {
            return new LedgerAccess(await LedgerReader.OpenAsync(options, limit.Token).WaitAsync(limit.Token));
        }
        catch (Exception e) when (e is ServerUnavailableException or InvalidDataException)
        {
            throw new EngineException(e.Message, e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new EngineException(
                $"PostgreSQL at {options.Host}:{options.Port} did not answer within {LongestOpening.TotalSeconds:0} s. "
                + $"Set {PostgreSqlOptions.Section}:Host and Port, or start it.",
                e);
        }
    }

    public async Task<IServiceAccess> OpenServicesAsync(EngineSettings settings, CancellationToken cancellationToken)
    {
        var host = DistributedHost.BuildForServices(settings, time);
        await DistributedHost.StartAsync(host, cancellationToken);
        return new ServiceAccess(host);
    }
}
