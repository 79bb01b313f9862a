using Karton.Contracts.Analyses;

namespace Karton.Tracking.Storage.Model;

/// <summary>One analysis: its counters, which the ledger keeps, and its state, which the saga keeps.</summary>
internal sealed class AnalysisRow
{
    private static readonly AnalysisBudget DefaultBudget = new();

    public required Guid AnalysisId { get; init; }

    public AnalysisState State { get; set; }

    /// <summary>Whether its submission has been seen; an outcome may come before it.</summary>
    public bool IsKnown { get; set; }

    public int MaxTasks { get; set; } = DefaultBudget.MaxTasks;

    public int MaxDepth { get; set; } = DefaultBudget.MaxDepth;

    public DateTimeOffset? SubmittedAt { get; set; }

    public int Tasks { get; set; }

    public int Declared { get; set; }

    public int Ended { get; set; }

    public int Crashed { get; set; }

    /// <summary>Deliveries that ended neither finished nor crashed.</summary>
    public int Undone { get; set; }

    public int Refused { get; set; }

    public int Skipped { get; set; }

    /// <summary>When the latest of the ended deliveries ended.</summary>
    public DateTimeOffset? LastEndedAt { get; set; }

    /// <summary>Set with the end of the analysis.</summary>
    public AnalysisOutcome? Outcome { get; set; }

    /// <summary>When it came to its end; no row without it is ever forgotten.</summary>
    public DateTimeOffset? CompletedAt { get; set; }

    /// <summary>Rises with every change of the counters.</summary>
    public long Revision { get; set; }

    /// <summary>Rises with every transition.</summary>
    public long SagaVersion { get; set; }

    public int Open => Declared - Ended;

    public bool IsDrained => IsKnown && Open == 0;

    public bool IsRunning => IsKnown && Open > 0 && Ended > 0;

    public AnalysisCounters Counters => new()
    {
        Tasks = Tasks,
        Declared = Declared,
        Ended = Ended,
        Crashed = Crashed,
        Refused = Refused,
        Skipped = Skipped,
    };
}
