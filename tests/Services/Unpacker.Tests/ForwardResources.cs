using System.IO.Pipelines;
using Karton.Contracts.Data;
using Karton.Sdk.Resources;

namespace Karton.Services.Unpacker.Tests;

/// <summary>Resources of a store whose streams go forward only, as those of S3 do.</summary>
internal sealed class ForwardResources(IResources inner) : IResources
{
    public Task<Resource> FromBytesAsync(
        string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        inner.FromBytesAsync(name, content, cancellationToken);

    public Task<Resource> FromFileAsync(
        string path, string? name = null, CancellationToken cancellationToken = default) =>
        inner.FromFileAsync(path, name, cancellationToken);

    public Task<Resource> FromStreamAsync(string name, Stream content, CancellationToken cancellationToken = default) =>
        inner.FromStreamAsync(name, content, cancellationToken);

    public Task<Resource> FromDirectoryAsync(
        string path, string? name = null, CancellationToken cancellationToken = default) =>
        inner.FromDirectoryAsync(path, name, cancellationToken);

    public async Task<Stream> OpenAsync(Resource resource, CancellationToken cancellationToken = default) =>
        PipeReader.Create(await inner.OpenAsync(resource, cancellationToken)).AsStream();

    public Task<byte[]> ReadAsync(
        Resource resource, int maxSize = 67108864, CancellationToken cancellationToken = default) =>
        inner.ReadAsync(resource, maxSize, cancellationToken);

    public Task<TemporaryFile> DownloadAsync(Resource resource, CancellationToken cancellationToken = default) =>
        inner.DownloadAsync(resource, cancellationToken);

    public Task<TemporaryDirectory> ExtractAsync(
        Resource resource, long maxSize = 1073741824, CancellationToken cancellationToken = default) =>
        inner.ExtractAsync(resource, maxSize, cancellationToken);
}
