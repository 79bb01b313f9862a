using Karton.Tracking.Reading;

namespace Karton.Cli.Engine;

/// <summary>A ledger, open for reading.</summary>
internal interface ILedgerAccess : IAsyncDisposable
{
    /// <summary>What the ledger knows.</summary>
    IAnalysisReader Analyses { get; }
}
