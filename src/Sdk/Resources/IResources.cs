using Karton.Contracts.Data;

namespace Karton.Sdk.Resources;

/// <summary>
/// Makes resources and reads them. Contents of at most <see cref="Resource.MaxInlineSize"/> bytes are put into the
/// resource itself, larger ones into the object store. Every read opens a fresh stream, so a retried consumer sees all
/// of it.
/// </summary>
public interface IResources
{
    /// <summary>Makes a resource of bytes in memory.</summary>
    Task<Resource> FromBytesAsync(
        string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default);

    /// <summary>Makes a resource of a file. <paramref name="name"/> defaults to the file's name.</summary>
    /// <exception cref="IOException">The file is missing, a directory, or cannot be read.</exception>
    Task<Resource> FromFileAsync(string path, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>Makes a resource of all that a stream has from its position on. The stream is not disposed.</summary>
    Task<Resource> FromStreamAsync(string name, Stream content, CancellationToken cancellationToken = default);

    /// <summary>Makes a resource of a directory, packed as zip. Links are left out.</summary>
    Task<Resource> FromDirectoryAsync(string path, string? name = null, CancellationToken cancellationToken = default);

    /// <summary>Opens the contents as a fresh stream, which the caller disposes. It can seek where the store allows
    /// it.</summary>
    /// <exception cref="FileNotFoundException">The store no longer has them.</exception>
    Task<Stream> OpenAsync(Resource resource, CancellationToken cancellationToken = default);

    /// <summary>Reads the contents into memory.</summary>
    /// <param name="resource">What to read.</param>
    /// <param name="maxSize">The most bytes to take into memory. Default 64 MiB.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="InvalidOperationException">The contents are larger than <paramref name="maxSize"/>.</exception>
    Task<byte[]> ReadAsync(
        Resource resource, int maxSize = 64 * 1024 * 1024, CancellationToken cancellationToken = default);

    /// <summary>Copies the contents into a temporary file with a name of ours; disposing deletes it.</summary>
    Task<TemporaryFile> DownloadAsync(Resource resource, CancellationToken cancellationToken = default);

    /// <summary>Unpacks a zip into a temporary folder; disposing deletes it. Links and paths that leave the folder are
    /// refused, and so is more than <paramref name="maxSize"/> bytes in all.</summary>
    /// <param name="resource">A resource that is a zip, such as a packed directory.</param>
    /// <param name="maxSize">The most bytes to unpack. Default 1 GiB.</param>
    /// <param name="cancellationToken">Ends the unpacking.</param>
    /// <exception cref="InvalidDataException">It is no zip, or holds what is refused.</exception>
    Task<TemporaryDirectory> ExtractAsync(
        Resource resource, long maxSize = 1L << 30, CancellationToken cancellationToken = default);
}
