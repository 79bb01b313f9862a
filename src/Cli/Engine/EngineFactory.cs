using Karton.Cli.Engine.Distributed;
using Karton.Sdk;

namespace Karton.Cli.Engine;

/// <summary>Makes whichever engine is wanted.</summary>
internal sealed class EngineFactory(TimeProvider time) : IAnalysisEngineFactory
{
    public Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        Of(settings).StartAsync(settings, cancellationToken);

    public Task<ILedgerAccess> OpenAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        Of(settings).OpenAsync(settings, cancellationToken);

    public Task<IServiceAccess> OpenServicesAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        Of(settings).OpenServicesAsync(settings, cancellationToken);

    private IAnalysisEngineFactory Of(EngineSettings settings) => settings.Kind == KartonEngine.Distributed
        ? new DistributedEngineFactory(time)
        : new EmbeddedEngineFactory(time);
}
