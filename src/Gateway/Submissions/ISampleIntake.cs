namespace Karton.Gateway.Submissions;

/// <summary>Takes samples in: stores the contents, then starts an analysis.</summary>
public interface ISampleIntake
{
    /// <summary>
    /// Streams <paramref name="content"/> into the store and submits it. When the task returns, the analysis is
    /// recorded; when it throws, there is none.
    /// </summary>
    /// <returns>The id of the analysis.</returns>
    Task<Guid> SubmitAsync(SampleSubmission submission, Stream content, CancellationToken cancellationToken);
}
