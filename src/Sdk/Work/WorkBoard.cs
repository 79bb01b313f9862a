using Karton.Contracts;
using Karton.Sdk.Catalog;

namespace Karton.Sdk.Work;

/// <summary>What the services of this process are working on.</summary>
internal sealed class WorkBoard
{
    private readonly TimeProvider _time;
    private readonly Dictionary<string, ServiceWork> _services = new(StringComparer.Ordinal);

    public WorkBoard(IServiceCatalog catalog, TimeProvider time)
    {
        _time = time;
        foreach (var service in catalog.Services)
        {
            _services.Add(service.Identity, new ServiceWork(service, time));
        }
    }

    internal ServiceWork Of(string identity) => _services[identity];

    internal WorkItem Begin(string identity, KartonTask task, CancellationToken cancellationToken)
    {
        var work = Of(identity);
        var item = new WorkItem(work, task, _time, cancellationToken);
        work.Add(item);
        return item;
    }

    internal void Cancel(Guid analysisId)
    {
        foreach (var service in _services.Values)
        {
            service.Cancel(analysisId);
        }
    }
}
