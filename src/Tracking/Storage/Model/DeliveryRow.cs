using Karton.Contracts.Tracking;

namespace Karton.Tracking.Storage.Model;

/// <summary>One task given to one service.</summary>
internal sealed class DeliveryRow
{
    public required Guid AnalysisId { get; init; }

    public required Guid TaskId { get; init; }

    public required string Identity { get; init; }

    public int Generation { get; init; }

    /// <summary>How it ended; <see langword="null"/> while it is open.</summary>
    public DeliveryStatus? Status { get; set; }

    /// <summary>When the ledger learnt of it, or sent it again.</summary>
    public required DateTimeOffset SentAt { get; init; }

    /// <summary>How often the ledger sent it again because it was lost.</summary>
    public int Resends { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? EndedAt { get; set; }

    public int Attempts { get; set; }

    public string? Instance { get; set; }

    public string? Version { get; set; }

    public string? Reason { get; set; }

    /// <summary>The error as JSON.</summary>
    public byte[]? Error { get; set; }

    /// <summary>The list of refusals as JSON; <see langword="null"/> when there are none.</summary>
    public byte[]? Refusals { get; set; }
}
