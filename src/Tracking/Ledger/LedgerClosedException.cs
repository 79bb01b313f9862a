namespace Karton.Tracking.Ledger;

/// <summary>The process stops, so that nothing is recorded any more. Another one, or the next, will.</summary>
internal sealed class LedgerClosedException(Exception? innerException = null)
    : Exception("The ledger is closed.", innerException);
