using Karton.Cli.Engine.Distributed;
using Karton.Cli.Settings;
using Karton.Sdk;

namespace Karton.Cli.Engine;

/// <summary>Makes whichever engine is wanted.</summary>
internal sealed class EngineFactory(TimeProvider time) : IAnalysisEngineFactory
{
    private readonly EmbeddedEngineFactory _embedded = new(time);
    private readonly DistributedEngineFactory _distributed = new(time);

    public Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        settings.Kind == KartonEngine.Distributed
            ? _distributed.StartAsync(settings, cancellationToken)
            : _embedded.StartAsync(settings, cancellationToken);

    public Task<ILedgerAccess> OpenAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        settings.Kind == KartonEngine.Distributed
            ? DistributedEngineFactory.OpenAsync(settings, cancellationToken)
            : EmbeddedEngineFactory.OpenAsync(settings, cancellationToken);

    public Task<IServiceAccess> OpenServicesAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        _distributed.OpenServicesAsync(settings, cancellationToken);

    public Task<ServerFinding> TryServerAsync(
        string server, KartonSettings settings, CancellationToken cancellationToken) =>
        ServerProbe.TryAsync(server, settings, time, cancellationToken);
}
