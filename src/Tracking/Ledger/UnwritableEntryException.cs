namespace Karton.Tracking.Ledger;

/// <summary>An entry that no repeat will get into the ledger: it contradicts itself, or the database takes all but
/// this.</summary>
internal sealed class UnwritableEntryException(string message, Exception innerException)
    : Exception(message, innerException);
