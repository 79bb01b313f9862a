using Karton.Gateway.Submissions;
using Karton.Tracking.Reading;

namespace Karton.Cli.Engine;

/// <summary>A running engine, or this process' part of one. Disposing it lets the services
/// finish what they are working on and stops it.</summary>
internal interface IAnalysisEngine : ILedgerAccess
{
    /// <summary>Where samples are handed in.</summary>
    ISampleIntake Intake { get; }

    /// <summary>What an earlier process has left unfinished in the data directory and nobody has handed in again. It
    /// goes on by itself.</summary>
    IReadOnlyList<UnfinishedAnalysis> Unfinished { get; }

    /// <summary>Waits until an analysis has ended, in whatever way.</summary>
    /// <param name="analysisId">What the intake returned.</param>
    /// <param name="progress">Told of it several times a second while it changes; called from any thread, and quick to
    /// return.</param>
    /// <param name="cancellationToken">Ends the waiting, not the analysis.</param>
    Task<AnalysisRecord> WaitAsync(
        Guid analysisId, IProgress<AnalysisRecord> progress, CancellationToken cancellationToken);

    /// <summary>Returns when the engine has stopped by itself.</summary>
    /// <exception cref="EngineException">It has stopped because it cannot go on.</exception>
    Task WaitForStopAsync(CancellationToken cancellationToken);
}
