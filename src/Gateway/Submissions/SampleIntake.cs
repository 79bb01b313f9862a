using Karton.Contracts;
using Karton.Contracts.Data;
using Karton.Sdk.Resources;
using Karton.Sdk.Submission;

namespace Karton.Gateway.Submissions;

internal sealed class SampleIntake(IResources resources, IAnalysisClient analyses, TimeProvider time) : ISampleIntake
{
    private static readonly DataMap RawSample = new()
    {
        [WellKnownHeaders.Type] = "sample",
        [WellKnownHeaders.Kind] = "raw",
    };

    public async Task<Guid> SubmitAsync(
        SampleSubmission submission, Stream content, CancellationToken cancellationToken)
    {
        var sample = await resources.FromStreamAsync(submission.Name, content, cancellationToken);
        return await SubmitAsync(submission, sample, cancellationToken);
    }

    public Task<Guid> SubmitAsync(SampleSubmission submission, Resource sample, CancellationToken cancellationToken)
    {
        var task = new KartonTask
        {
            Headers = RawSample.With(submission.Headers),
            Payload = new DataMap { ["sample"] = sample with { Name = submission.Name } },
            PersistentPayload = Passwords(submission.Passwords),
            Priority = submission.Priority,
            Deadline = submission.Deadline,
            Created = time.GetUtcNow(),
        };
        return analyses.SubmitAsync(task, cancellationToken: cancellationToken);
    }

    // Where karton's archive extractor looks for them.
    private static DataMap Passwords(IReadOnlyList<string> passwords) => passwords.Count == 0
        ? DataMap.Empty
        : new DataMap { ["attributes"] = new DataMap { ["password"] = DataValue.List(passwords) } };
}
