using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Sdk.Transports;
using Karton.Tracking.Ledger;
using Karton.Tracking.Storage;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Karton.Tracking.Analyses;

/// <summary>
/// The life of an analysis. The ledger counts and says when it thinks that something is due; the machine looks at the
/// counters as they are now, and decides. A stopped analysis has its end, too, once the ledger has ended what was open.
/// </summary>
internal sealed class AnalysisStateMachine : MassTransitStateMachine<AnalysisInstance>
{
    public AnalysisStateMachine()
    {
        InstanceState(analysis => analysis.CurrentState);
        Event(() => Started, it => it.CorrelateById(context => context.Message.AnalysisId));
        Event(() => Drained, it => it.CorrelateById(context => context.Message.AnalysisId));
        Event(() => Overdue, it => it.CorrelateById(context => context.Message.AnalysisId));
        Event(() => CancelRequested, it => it.CorrelateById(context => context.Message.AnalysisId));

        // The row is the ledger's, from the submission on; only who cancels may be earlier.
        Initially(
            When(CancelRequested).Stop(DeliveryStatus.Cancelled, ReasonOf)
                .TransitionTo(Cancelled));

        During(
            Submitted,
            When(Started, context => context.Saga.Row.IsRunning).TransitionTo(Running));
        During(Running, Ignore(Started));
        During(
            [Submitted, Running],
            When(Drained, context => context.Saga.Row.IsDrained).Complete(AnalysisState.Completed)
                .TransitionTo(Completed),
            When(CancelRequested).Stop(DeliveryStatus.Cancelled, ReasonOf)
                .TransitionTo(Cancelled),
            When(Overdue).Stop(DeliveryStatus.Expired, _ => "The time of the analysis was over.")
                .TransitionTo(Expired));

        During(
            Completed,
            When(Started, context => context.Saga.Row.IsRunning).Reopen().TransitionTo(Running),
            When(Drained, IsCorrection).Complete(AnalysisState.Completed),
            Ignore(CancelRequested),
            Ignore(Overdue));

        During(Cancelled, When(Drained, HasNoEndYet).Complete(AnalysisState.Cancelled));
        During(Expired, When(Drained, HasNoEndYet).Complete(AnalysisState.Expired));
        During([Cancelled, Expired], Ignore(Started), Ignore(CancelRequested), Ignore(Overdue));
    }

    public State Submitted { get; } = null!;

    public State Running { get; } = null!;

    public State Completed { get; } = null!;

    public State Cancelled { get; } = null!;

    public State Expired { get; } = null!;

    public Event<AnalysisStarted> Started { get; } = null!;

    public Event<AnalysisDrained> Drained { get; } = null!;

    public Event<AnalysisOverdue> Overdue { get; } = null!;

    public Event<CancelAnalysis> CancelRequested { get; } = null!;

    private static bool HasNoEndYet(BehaviorContext<AnalysisInstance, AnalysisDrained> context) =>
        context.Saga.Row.IsDrained && context.Saga.CompletedAt is null;

    private static bool IsCorrection(BehaviorContext<AnalysisInstance, AnalysisDrained> context) =>
        context.Message.IsCorrection && context.Saga.Row.IsDrained;

    private static string ReasonOf(CancelAnalysis request) =>
        request.Reason is { Length: > 0 } reason ? reason : "The analysis was cancelled.";
}

/// <summary>The queue of the machine. Two events of one analysis rarely meet; when they do, the second one looks
/// again.</summary>
internal sealed class AnalysisInstanceDefinition : SagaDefinition<AnalysisInstance>
{
    public AnalysisInstanceDefinition()
    {
        Endpoint(endpoint => endpoint.Name = QueueDefinition.Analyses.Name);
        ConcurrentMessageLimit = 16;
    }

    protected override void ConfigureSaga(
        IReceiveEndpointConfigurator endpointConfigurator,
        ISagaConfigurator<AnalysisInstance> sagaConfigurator,
        IRegistrationContext context)
    {
        var transport = context.GetRequiredService<IKartonTransport>();
        transport.ConfigureQueue(endpointConfigurator, QueueDefinition.Analyses);
        endpointConfigurator.PublishFaults = false;
        if (transport.RedeliversUnacknowledged)
        {
            var store = context.GetRequiredService<ILedgerStore>();
            endpointConfigurator.RequeueUnless(
                failures => !failures.Any(one => MayPass(one) || store.IsTransient(one)));
        }

        endpointConfigurator.UseMessageRetry(retry => retry.Exponential(
            10, TimeSpan.FromMilliseconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(10)));
    }

    private static bool MayPass(Exception failure) => failure
        is OperationCanceledException or TimeoutException or ConcurrencyException or LedgerClosedException;
}
