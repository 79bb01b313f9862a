using Karton.Contracts.Analyses;
using Karton.Sdk.Catalog;

namespace Karton.Sdk.Work;

/// <summary>What the services of this process are working on.</summary>
internal sealed class WorkBoard
{
    private readonly Dictionary<string, ServiceWork> _services = new(StringComparer.Ordinal);

    public WorkBoard(IServiceCatalog catalog, TimeProvider time)
    {
        foreach (var service in catalog.Services)
        {
            _services.Add(service.Identity, new ServiceWork(service, time));
        }
    }

    internal ServiceWork Of(string identity) => _services[identity];

    internal void Stop(Guid analysisId, AnalysisState state)
    {
        foreach (var service in _services.Values)
        {
            service.Stop(analysisId, state);
        }
    }
}
