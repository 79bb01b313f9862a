namespace Karton.Cli.Engine;

/// <summary>Stands where the embedded engine will: says that this build has none.</summary>
internal sealed class MissingEngineFactory : IAnalysisEngineFactory
{
    public Task<IAnalysisEngine> StartAsync(EngineSettings settings, CancellationToken cancellationToken) =>
        throw new EngineException("This build has no engine.");

    public Task<ILedgerAccess> OpenAsync(string dataDirectory, CancellationToken cancellationToken) =>
        throw new EngineException("This build has no ledger.");
}
