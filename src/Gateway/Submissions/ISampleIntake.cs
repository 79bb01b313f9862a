using FluentValidation;
using Karton.Contracts.Data;

namespace Karton.Gateway.Submissions;

/// <summary>Takes samples in: first the contents into the store, then an analysis of them.</summary>
public interface ISampleIntake
{
    /// <summary>Streams <paramref name="content"/> into the store and starts an analysis of it. When the task returns,
    /// the analysis is recorded; when it throws, there is none. The stream is not disposed.</summary>
    /// <returns>The id of the analysis.</returns>
    /// <exception cref="IOException">The contents cannot be read or stored.</exception>
    /// <exception cref="ValidationException">The submission makes no valid task; every fault is named.</exception>
    Task<Guid> SubmitAsync(SampleSubmission submission, Stream content, CancellationToken cancellationToken);

    /// <summary>Starts an analysis of contents that are stored already.</summary>
    /// <returns>The id of the analysis.</returns>
    /// <exception cref="ValidationException">The submission makes no valid task; every fault is named.</exception>
    Task<Guid> SubmitAsync(SampleSubmission submission, Resource sample, CancellationToken cancellationToken);
}
