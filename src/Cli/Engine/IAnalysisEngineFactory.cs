namespace Karton.Cli.Engine;

/// <summary>Starts engines, and opens what they have left.</summary>
internal interface IAnalysisEngineFactory
{
    /// <summary>Starts an engine. The embedded one goes on with the analyses that are unfinished in its data
    /// directory.</summary>
    /// <exception cref="EngineException">It cannot start: another one runs on the data directory, a library is
    /// missing, a server cannot be used.</exception>
    Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken);

    /// <summary>Opens a ledger for reading, whether or not an engine runs on it.</summary>
    /// <exception cref="EngineException">There is no ledger, or it cannot be read.</exception>
    Task<ILedgerAccess> OpenAsync(EngineSettings settings, CancellationToken cancellationToken);

    /// <summary>Opens what there is to know and to do about the services of the distributed engine.</summary>
    /// <exception cref="EngineException">A server cannot be used.</exception>
    Task<IServiceAccess> OpenServicesAsync(EngineSettings settings, CancellationToken cancellationToken);
}
