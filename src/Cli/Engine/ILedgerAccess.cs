using Karton.Tracking.Reading;

namespace Karton.Cli.Engine;

/// <summary>The ledger of a data directory, open for reading.</summary>
internal interface ILedgerAccess : IAsyncDisposable
{
    /// <summary>What the ledger knows.</summary>
    IAnalysisReader Analyses { get; }
}
