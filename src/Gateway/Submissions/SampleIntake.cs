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

    public Task<Resource> StoreAsync(string name, Stream content, CancellationToken cancellationToken) =>
        resources.FromStreamAsync(name, content, cancellationToken);

    public Task<Guid> SubmitAsync(Resource sample, SampleSubmission submission, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var task = new KartonTask
        {
            Headers = RawSample.With(submission.Headers),
            Payload = new DataMap { ["sample"] = sample },
            PersistentPayload = Passwords(submission.Passwords),
            Priority = submission.Priority,
            Deadline = now + submission.Timeout,
            Created = now,
        };
        return analyses.SubmitAsync(task, cancellationToken: cancellationToken);
    }

    // Where karton's archive extractor looks for them.
    private static DataMap Passwords(IReadOnlyList<string> passwords) => passwords.Count == 0
        ? DataMap.Empty
        : new DataMap { ["attributes"] = new DataMap { ["password"] = DataValue.List(passwords) } };
}
