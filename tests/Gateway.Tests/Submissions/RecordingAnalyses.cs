using Karton.Contracts;
using Karton.Contracts.Analyses;
using Karton.Sdk.Submission;

namespace Karton.Gateway.Tests.Submissions;

/// <summary>Keeps the root tasks that are submitted.</summary>
internal sealed class RecordingAnalyses : IAnalysisClient
{
    public List<KartonTask> Roots { get; } = [];

    public Task<Guid> SubmitAsync(KartonTask task, AnalysisBudget? budget, CancellationToken cancellationToken)
    {
        Roots.Add(task);
        return Task.FromResult(task.AnalysisId);
    }
}
