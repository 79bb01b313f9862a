using Karton.Contracts;
using Karton.Contracts.Data;

namespace Karton.Gateway.Submissions;

/// <summary>The root task that a sample is handed in as.</summary>
public static class RootSample
{
    private static readonly DataMap RawSample = new()
    {
        [WellKnownHeaders.Type] = "sample",
        [WellKnownHeaders.Kind] = "raw",
    };

    /// <summary>Makes the task of a submission.</summary>
    public static KartonTask ToTask(SampleSubmission submission, Resource sample, DateTimeOffset now) => new()
    {
        Headers = RawSample.With(submission.Headers),
        Payload = new DataMap { ["sample"] = sample with { Name = submission.Name } },
        PersistentPayload = Passwords(submission.Passwords),
        Priority = submission.Priority,
        Deadline = submission.Deadline,
        Created = now,
    };

    // Where karton's archive extractor looks for them.
    private static DataMap Passwords(IReadOnlyList<string> passwords) => passwords.Count == 0
        ? DataMap.Empty
        : new DataMap { ["attributes"] = new DataMap { ["password"] = DataValue.List(passwords) } };
}
