using Karton.Contracts.Data;
using Karton.Sdk.Resources;
using Karton.Sdk.Submission;

namespace Karton.Gateway.Submissions;

internal sealed class SampleIntake(IResources resources, IAnalysisClient analyses, TimeProvider time) : ISampleIntake
{
    public async Task<Guid> SubmitAsync(
        SampleSubmission submission, Stream content, CancellationToken cancellationToken)
    {
        var sample = await resources.FromStreamAsync(submission.Name, content, cancellationToken);
        return await SubmitAsync(submission, sample, cancellationToken);
    }

    public Task<Guid> SubmitAsync(SampleSubmission submission, Resource sample, CancellationToken cancellationToken) =>
        analyses.SubmitAsync(
            RootSample.ToTask(submission, sample, time.GetUtcNow()), cancellationToken: cancellationToken);
}
