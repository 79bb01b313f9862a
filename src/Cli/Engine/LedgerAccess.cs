using Karton.Tracking.Reading;

namespace Karton.Cli.Engine;

/// <summary>A ledger on which this process runs no engine.</summary>
internal sealed class LedgerAccess(LedgerReader reader) : ILedgerAccess
{
    public IAnalysisReader Analyses => reader.Analyses;

    public ValueTask DisposeAsync() => reader.DisposeAsync();
}
