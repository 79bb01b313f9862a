using Karton.Contracts.Data;
using Karton.Gateway.Submissions;

namespace Karton.Cli.Engine;

/// <summary>An intake that goes on with an unfinished analysis of the same file instead of starting another one, so that
/// a command that was killed can simply be given again.</summary>
internal sealed class ResumingIntake(
    ISampleIntake intake, IEnumerable<UnfinishedAnalysis> unfinished) : ISampleIntake
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

    public Task<Resource> StoreAsync(string name, Stream content, CancellationToken cancellationToken) =>
        intake.StoreAsync(name, content, cancellationToken);

    public Task<Guid> SubmitAsync(Resource sample, SampleSubmission submission, CancellationToken cancellationToken)
    {
        lock (_unfinished)
        {
            if (_unfinished.Find(analysis => analysis.IsOf(sample, submission)) is { } same)
            {
                _unfinished.Remove(same);
                return Task.FromResult(same.AnalysisId);
            }
        }

        return intake.SubmitAsync(sample, submission, cancellationToken);
    }
}
