using Karton.Contracts.Data;
using Karton.Gateway.Submissions;
using Karton.Sdk.Resources;

namespace Karton.Cli.Engine;

/// <summary>An intake that goes on with an unfinished analysis of the same file instead of starting another one, so
/// that a command that was killed can simply be given again.</summary>
internal sealed class ResumingIntake(
    ISampleIntake intake, IResources resources, IEnumerable<UnfinishedAnalysis> unfinished) : ISampleIntake
{
    private readonly List<UnfinishedAnalysis> _unfinished = [.. unfinished];

    /// <summary>Those that nobody has handed in again.</summary>
    public IReadOnlyList<UnfinishedAnalysis> Left
    {
        get
        {
            lock (_unfinished)
            {
                return [.. _unfinished];
            }
        }
    }

    public async Task<Guid> SubmitAsync(
        SampleSubmission submission, Stream content, CancellationToken cancellationToken)
    {
        var sample = await resources.FromStreamAsync(submission.Name, content, cancellationToken);
        return await SubmitAsync(submission, sample, cancellationToken);
    }

    public Task<Guid> SubmitAsync(SampleSubmission submission, Resource sample, CancellationToken cancellationToken)
    {
        lock (_unfinished)
        {
            if (_unfinished.Find(analysis => analysis.IsOf(submission, sample)) is { } same)
            {
                _unfinished.Remove(same);
                return Task.FromResult(same.AnalysisId);
            }
        }

        return intake.SubmitAsync(submission, sample, cancellationToken);
    }
}
