using Karton.Contracts.Analyses;
using Karton.Contracts.Tracking;
using Karton.Tracking.Storage.Model;
using MassTransit;

namespace Karton.Tracking.Analyses;

/// <summary>An analysis as its state machine sees it. The counters are the ledger's: read here, never
/// changed.</summary>
internal sealed class AnalysisInstance : SagaStateMachineInstance
{
    public Guid CorrelationId { get; set; }

    /// <summary>The name of an <see cref="AnalysisState"/>; the machine's own initial state before there is a
    /// row.</summary>
    public string? CurrentState { get; set; }

    public AnalysisOutcome? Outcome { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>The row as it was read; one of an analysis that the ledger knows nothing of when there is
    /// none.</summary>
    internal AnalysisRow Row
    {
        get => field ??= new AnalysisRow { AnalysisId = CorrelationId };
        init;
    }

    /// <summary>Whether what was decided holds for these counters only.</summary>
    internal bool ReliesOnCounters { get; set; }

    /// <summary>How to end what is open; <see langword="null"/> when it goes on.</summary>
    internal DeliveryStatus? StopsAs { get; set; }

    /// <summary>Why it is stopped.</summary>
    internal string StopReason { get; set; } = "";

    /// <summary>Its end, when it has just come: to be published once the transition is stored.</summary>
    internal AnalysisCompleted? Completed { get; set; }

    /// <summary>Whether there is anything to store.</summary>
    internal bool HasChanged => State != Row.State || CompletedAt != Row.CompletedAt || Completed is not null;

    private AnalysisState State => Enum.Parse<AnalysisState>(CurrentState!);

    /// <summary>Makes the transition in a row of the ledger.</summary>
    internal void ApplyTo(AnalysisRow row)
    {
        row.State = State;
        row.Outcome = Outcome;
        row.CompletedAt = CompletedAt;
        row.SagaVersion++;
    }

    internal static AnalysisInstance FromRow(AnalysisRow row) => new()
    {
        CorrelationId = row.AnalysisId,
        CurrentState = row.State.ToString(),
        Outcome = row.Outcome,
        CompletedAt = row.CompletedAt,
        Row = row,
    };
}
