using System.Diagnostics;
using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Model;
using MassTransit;
using MassTransit.Context;

namespace Karton.Tracking.Analyses;

/// <summary>
/// Lets the state machine decide within the transaction that has counted: the transition is written with the counters
/// that it relies on. As messages, an analysis of one task would cost the broker three of them instead of one, and the
/// database three transactions.
/// </summary>
internal static class AnalysisLifecycle
{
    private static readonly AnalysisStateMachine Machine = new();

    /// <summary>Nothing of the analysis is open.</summary>
    /// <returns>The end of the analysis, when it has come.</returns>
    internal static ValueTask<AnalysisCompleted?> DrainAsync(AnalysisRow row) => RaiseAsync(
        row,
        Machine.Drained,
        new AnalysisDrained { AnalysisId = row.AnalysisId, IsCorrection = row.CompletedAt is not null });

    /// <summary>Something of the analysis has ended, and more is open.</summary>
    internal static async ValueTask StartAsync(AnalysisRow row) =>
        await RaiseAsync(row, Machine.Started, new AnalysisStarted { AnalysisId = row.AnalysisId });

    private static async ValueTask<AnalysisCompleted?> RaiseAsync<T>(AnalysisRow row, Event<T> @event, T message)
        where T : class
    {
        var instance = AnalysisInstance.FromRow(row);
        var saga = new DefaultSagaConsumeContext<AnalysisInstance, T>(
            new MessageConsumeContext<T>(LedgerContext.Instance, message), instance);
        await ((StateMachine<AnalysisInstance>)Machine).RaiseEvent(
            new MassTransitStateMachine<AnalysisInstance>.BehaviorContextProxy<T>(Machine, saga, saga, @event));
        Debug.Assert(instance.StopsAs is null, "Only a request or a deadline stops an analysis.");
        if (instance.HasChanged)
        {
            instance.ApplyTo(row);
        }

        return instance.Completed;
    }

    /// <summary>There is no message behind these events. What the state machine asks of one is nothing but what makes
    /// its own contexts; everything else throws.</summary>
    private sealed class LedgerContext : MissingConsumeContext, ConsumeContext
    {
        private static readonly NoReceiveContext Nothing = new();

        internal static new ConsumeContext Instance { get; } = new LedgerContext();

        ReceiveContext ConsumeContext.ReceiveContext => Nothing;

        SerializerContext ConsumeContext.SerializerContext => null!;
    }

    private sealed class NoReceiveContext() : ReceiveContextProxy(null!)
    {
        public override IPublishEndpointProvider PublishEndpointProvider => null!;
    }
}
