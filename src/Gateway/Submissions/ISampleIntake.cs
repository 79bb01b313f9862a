using FluentValidation;
using Karton.Contracts.Data;

namespace Karton.Gateway.Submissions;

/// <summary>Takes samples in: first the contents into the store, then an analysis of them.</summary>
public interface ISampleIntake
{
    /// <summary>Streams the contents into the store. The stream is not disposed. When this throws, nothing is
    /// kept.</summary>
    /// <exception cref="IOException">The contents cannot be read or stored.</exception>
    Task<Resource> StoreAsync(string name, Stream content, CancellationToken cancellationToken);

    /// <summary>Starts an analysis of stored contents. When the task returns, the analysis is recorded.</summary>
    /// <returns>The id of the analysis.</returns>
    /// <exception cref="ValidationException">The submission makes no valid task; every fault is named.</exception>
    Task<Guid> SubmitAsync(Resource sample, SampleSubmission submission, CancellationToken cancellationToken);
}
