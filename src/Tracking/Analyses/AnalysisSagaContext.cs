using Karton.Tracking.Storage;
using MassTransit;
using MassTransit.Context;
using MassTransit.Saga;

namespace Karton.Tracking.Analyses;

/// <summary>Loads the analysis that a message is about, and stores the transition that it makes.</summary>
internal sealed class AnalysisSagaContext<TMessage>(
    ConsumeContext<TMessage> context, ILedgerQueries queries, AnalysisTransitions transitions)
    : ConsumeContextScope<TMessage>(context), SagaRepositoryContext<AnalysisInstance, TMessage>
    where TMessage : class
{
    public async Task<SagaConsumeContext<AnalysisInstance, TMessage>> Load(Guid correlationId) =>
        await queries.FindAnalysisAsync(correlationId, CancellationToken) is { } row
            ? new DefaultSagaConsumeContext<AnalysisInstance, TMessage>(this, AnalysisInstance.FromRow(row))
            // What a repository without the instance answers; MassTransit's interface predates nullable references.
            : null!;

    public Task<SagaConsumeContext<AnalysisInstance, TMessage>> Add(AnalysisInstance instance) =>
        CreateSagaConsumeContext(this, instance, SagaConsumeContextMode.Add);

    /// <summary>Nothing is written before the transition is made; two that add the same one are told apart
    /// then.</summary>
    public Task<SagaConsumeContext<AnalysisInstance, TMessage>> Insert(AnalysisInstance instance) =>
        CreateSagaConsumeContext(this, instance, SagaConsumeContextMode.Insert);

    public Task Save(SagaConsumeContext<AnalysisInstance> saga) => StoreAsync(saga.Saga);

    public Task Update(SagaConsumeContext<AnalysisInstance> saga) => StoreAsync(saga.Saga);

    public Task Delete(SagaConsumeContext<AnalysisInstance> saga) =>
        throw new NotSupportedException("An analysis is deleted by retention, never by its state machine.");

    public Task Discard(SagaConsumeContext<AnalysisInstance> saga) => Task.CompletedTask;

    public Task Undo(SagaConsumeContext<AnalysisInstance> saga) => Task.CompletedTask;

    public Task<SagaConsumeContext<AnalysisInstance, T>> CreateSagaConsumeContext<T>(
        ConsumeContext<T> consumeContext, AnalysisInstance instance, SagaConsumeContextMode mode)
        where T : class => Task.FromResult<SagaConsumeContext<AnalysisInstance, T>>(
            new DefaultSagaConsumeContext<AnalysisInstance, T>(consumeContext, instance));

    private async Task StoreAsync(AnalysisInstance instance)
    {
        if (!await transitions.StoreAsync(instance, CancellationToken))
        {
            throw new ConcurrencyException(
                $"The analysis has changed while {typeof(TMessage).Name} was applied to it.",
                typeof(AnalysisInstance),
                instance.CorrelationId);
        }
    }
}
