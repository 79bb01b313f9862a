using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Gateway.Submissions;

namespace Karton.Cli.Engine;

/// <summary>An analysis that an earlier process has left unfinished, and that goes on.</summary>
internal sealed record UnfinishedAnalysis(Guid AnalysisId, KartonTask Root)
{
    /// <summary>What its root sample is called; its id where it has none.</summary>
    public string Name => Root.Payload.GetResource("sample")?.Name ?? AnalysisId.ToString();

    /// <summary>Whether this analysis is what handing in the sample now would start.</summary>
    public bool IsOf(SampleSubmission submission, Resource sample) =>
        Root.Payload.GetResource("sample") is { } mine
        && mine.Name == submission.Name
        && mine.Sha256 == sample.Sha256
        && Root.Headers.Equals(Root.Headers.With(submission.Headers));
}
