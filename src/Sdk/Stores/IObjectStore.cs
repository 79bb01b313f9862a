using MassTransit;

namespace Karton.Sdk.Stores;

/// <summary>
/// Keeps blobs by their contents: the address of a blob is its SHA-256, and the same bytes are kept once. Contents
/// are streamed both ways; memory does not grow with their size. <see cref="IMessageDataRepository.Get"/> opens a
/// fresh stream at each call.
/// </summary>
public interface IObjectStore : IMessageDataRepository
{
    /// <summary>Takes all that <paramref name="content"/> has from its position on. The stream is not
    /// disposed.</summary>
    /// <exception cref="IOException">It could not be read or written; nothing is stored.</exception>
    Task<StoredObject> StoreAsync(Stream content, CancellationToken cancellationToken = default);

    /// <summary>Opens the contents with this hash. The stream can seek where the store allows it.</summary>
    /// <exception cref="FileNotFoundException">There is no such object.</exception>
    Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken = default);

    /// <summary>Whether it has contents with this hash.</summary>
    Task<bool> ExistsAsync(string sha256, CancellationToken cancellationToken = default);

    /// <summary>Deletes the contents with this hash; returns whether they were there.</summary>
    Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken = default);
}
