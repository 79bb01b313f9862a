using Karton.Cli.Browse;

namespace Karton.Cli.Status;

/// <summary>What <c>karton status</c> was asked.</summary>
internal sealed record StatusRequest
{
    /// <summary><see langword="null"/>: all that have not ended.</summary>
    public Guid? AnalysisId { get; init; }

    public bool Waits { get; init; }

    public bool IsJson { get; init; }

    public required LedgerRequest Ledger { get; init; }
}
