using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Gateway.Submissions;

namespace Karton.Cli.Engine;

/// <summary>An analysis that an earlier process has left unfinished, and that goes on.</summary>
internal sealed record UnfinishedAnalysis(Guid AnalysisId, KartonTask Root)
{
    /// <summary>What its root sample is called; its id where it has none.</summary>
    public string Name => Root.Payload.GetResource("sample")?.Name ?? AnalysisId.ToString();

    /// <summary>Whether this analysis is what handing in the sample now would start, but for its time.</summary>
    public bool IsOf(SampleSubmission submission, Resource sample)
    {
        var other = RootSample.ToTask(submission, sample, Root.Created);
        return Root.Headers.Equals(other.Headers)
            && Root.Payload.Equals(other.Payload)
            && Root.PersistentPayload.Equals(other.PersistentPayload)
            && Root.Priority == other.Priority;
    }
}
