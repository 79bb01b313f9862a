namespace Karton.Contracts.Analyses;

/// <summary>How much of an analysis there is and how much has ended. <c>Declared = Ended + open</c> at every
/// moment.</summary>
public sealed record AnalysisCounters
{
    /// <summary>Tasks known so far, the root included.</summary>
    public required int Tasks { get; init; }

    /// <summary>Deliveries known so far: pairs of task and service.</summary>
    public required int Declared { get; init; }

    /// <summary>Deliveries that have ended, in whatever way.</summary>
    public required int Ended { get; init; }

    /// <summary>Of the ended deliveries, those that crashed.</summary>
    public required int Crashed { get; init; }

    /// <summary>Contents that services refused to work on, as they reported it.</summary>
    public required int Refused { get; init; }

    /// <summary>Tasks that were recorded but given to no service, because they exceeded the budget.</summary>
    public required int Skipped { get; init; }
}
