using Karton.Contracts.Analyses;
using Karton.Tracking.Storage.Model;
using Microsoft.Extensions.Logging;

namespace Karton.Tracking.Analyses;

/// <summary>The one line that each transition of an analysis leaves in the log.</summary>
internal static partial class TransitionLog
{
    internal static void AnalysisMoved(this ILogger logger, AnalysisRow row, AnalysisState state) => AnalysisMoved(
        logger, row.AnalysisId, state, row.Tasks, row.Declared, row.Ended, row.Crashed, row.Refused, row.Skipped);

    [LoggerMessage(
        3000,
        LogLevel.Information,
        "Analysis {AnalysisId} is {State}: {Tasks} tasks, {Declared} deliveries, {Ended} ended, {Crashed} crashed, "
        + "{Refused} refused, {Skipped} skipped")]
    private static partial void AnalysisMoved(
        ILogger logger,
        Guid analysisId,
        AnalysisState state,
        int tasks,
        int declared,
        int ended,
        int crashed,
        int refused,
        int skipped);
}
