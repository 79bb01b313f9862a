using Karton.Tracking.Storage;
using MassTransit;
using MassTransit.Middleware;
using MassTransit.Saga;

namespace Karton.Tracking.Analyses;

/// <summary>The repository of the state machine: the ledger's table of analyses.</summary>
internal sealed class AnalysisRepositoryFactory(
    ILedgerStore store, AnalysisTransitions transitions)
    : ISagaRepositoryContextFactory<AnalysisInstance>, ILoadSagaRepositoryContextFactory<AnalysisInstance>
{
    public void Probe(ProbeContext context) => context.Add("persistence", "ledger");

    public Task Send<T>(ConsumeContext<T> context, IPipe<SagaRepositoryContext<AnalysisInstance, T>> next)
        where T : class => next.Send(new AnalysisSagaContext<T>(context, store.Queries, transitions));

    public Task SendQuery<T>(
        ConsumeContext<T> context,
        ISagaQuery<AnalysisInstance> query,
        IPipe<SagaRepositoryQueryContext<AnalysisInstance, T>> next)
        where T : class => throw new NotSupportedException("Events find their analysis by its id.");

    public Task<T> Execute<T>(
        Func<LoadSagaRepositoryContext<AnalysisInstance>, Task<T>> asyncMethod, CancellationToken cancellationToken)
        where T : class => asyncMethod(new LoadContext(store.Queries, cancellationToken));

    private sealed class LoadContext(ILedgerQueries queries, CancellationToken cancellationToken)
        : BasePipeContext(cancellationToken), LoadSagaRepositoryContext<AnalysisInstance>
    {
        public async Task<AnalysisInstance> Load(Guid correlationId) =>
            await queries.FindAnalysisAsync(correlationId, CancellationToken) is { } row
                ? AnalysisInstance.FromRow(row)
                : null!;
    }
}
