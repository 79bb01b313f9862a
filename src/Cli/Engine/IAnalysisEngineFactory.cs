namespace Karton.Cli.Engine;

/// <summary>Starts engines, and opens what they have left.</summary>
internal interface IAnalysisEngineFactory
{
    /// <summary>Starts an engine. It goes on with the analyses that are unfinished in its data directory.</summary>
    /// <exception cref="EngineException">It cannot start: another one runs on the data directory, a library is
    /// missing.</exception>
    Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken);

    /// <summary>Opens the ledger of a data directory for reading, whether or not an engine runs on it.</summary>
    /// <exception cref="EngineException">There is no ledger, or it cannot be read.</exception>
    Task<ILedgerAccess> OpenAsync(string dataDirectory, CancellationToken cancellationToken);
}
