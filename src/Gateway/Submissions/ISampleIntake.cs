using FluentValidation;
using Karton.Contracts.Data;

namespace Karton.Gateway.Submissions;

/// <summary>Takes samples in: first the contents into the store, then an analysis of them.</summary>
public interface ISampleIntake
{
    /// <summary>Streams <paramref name="content"/> into the store and starts an analysis of it. The analysis is
    /// recorded when this returns; when it is cancelled or out of time, it may be. The stream is not
    /// disposed.</summary>
    /// <returns>The id of the analysis.</returns>
    /// <exception cref="IOException">The contents cannot be read or stored; there is no analysis.</exception>
    /// <exception cref="ValidationException">The submission makes no valid task; every fault is named. There is no
    /// analysis.</exception>
    /// <exception cref="TimeoutException">The analysis could not be recorded or published in time.</exception>
    Task<Guid> SubmitAsync(SampleSubmission submission, Stream content, CancellationToken cancellationToken);

    /// <summary>Starts an analysis of contents that are stored already.</summary>
    /// <returns>The id of the analysis.</returns>
    /// <exception cref="ValidationException">The submission makes no valid task; every fault is named. There is no
    /// analysis.</exception>
    /// <exception cref="TimeoutException">The analysis could not be recorded or published in time.</exception>
    Task<Guid> SubmitAsync(SampleSubmission submission, Resource sample, CancellationToken cancellationToken);
}
