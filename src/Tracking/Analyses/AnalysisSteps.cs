using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using MassTransit;

namespace Karton.Tracking.Analyses;

/// <summary>The steps of <see cref="AnalysisStateMachine"/> that take more than two lines.</summary>
internal static class AnalysisSteps
{
    /// <summary>Settles how the analysis went and tells the world.</summary>
    internal static EventActivityBinder<AnalysisInstance, AnalysisDrained> Complete(
        this EventActivityBinder<AnalysisInstance, AnalysisDrained> binder, AnalysisState state) => binder
        .Then(context =>
        {
            var row = context.Saga.Row;
            context.Saga.ReliesOnCounters = true;
            context.Saga.CompletedAt = row.LastEndedAt ?? row.SubmittedAt;
            context.Saga.Outcome = row is { Crashed: 0, Undone: 0, Refused: 0, Skipped: 0 }
                ? AnalysisOutcome.Succeeded
                : AnalysisOutcome.Partial;
            context.Saga.Completed = new AnalysisCompleted
            {
                AnalysisId = context.Saga.CorrelationId,
                State = state,
                Outcome = context.Saga.Outcome.Value,
                Counters = row.Counters,
                SubmittedAt = row.SubmittedAt!.Value,
                CompletedAt = context.Saga.CompletedAt!.Value,
            };
        });

    /// <summary>Takes the end back.</summary>
    internal static EventActivityBinder<AnalysisInstance, AnalysisStarted> Reopen(
        this EventActivityBinder<AnalysisInstance, AnalysisStarted> binder) => binder.Then(context =>
        {
            context.Saga.ReliesOnCounters = true;
            context.Saga.CompletedAt = null;
            context.Saga.Outcome = null;
        });

    /// <summary>Ends all that is open, and tells every service to drop what it has.</summary>
    internal static EventActivityBinder<AnalysisInstance, T> Stop<T>(
        this EventActivityBinder<AnalysisInstance, T> binder,
        DeliveryStatus status,
        Func<T, string> reason)
        where T : class => binder
        .Then(context =>
        {
            context.Saga.StopsAs = status;
            context.Saga.StopReason = reason(context.Message);
        });
}
