using Karton.Sdk.Resources;
using Karton.Sdk.Stores;

namespace Karton.Sdk.Tests.Resources;

/// <summary>A store over another, which may look at what is stored and gives streams that cannot seek.</summary>
internal sealed class WrappedStore(IObjectStore inner) : IObjectStore
{
    /// <summary>Called with all that is stored, which it may replace.</summary>
    public Func<Stream, Stream> Storing { get; init; } = content => content;

    /// <summary>Called with all that is opened, which it may replace.</summary>
    public Func<Stream, Stream> Opening { get; init; } = content => content;

    public Task<StoredObject> StoreAsync(Stream content, CancellationToken cancellationToken = default) =>
        inner.StoreAsync(Storing(content), cancellationToken);

    public async Task<Stream> OpenAsync(string sha256, CancellationToken cancellationToken = default) =>
        new PrefixedStream(default, Opening(await inner.OpenAsync(sha256, cancellationToken)));

    public Task<bool> ExistsAsync(string sha256, CancellationToken cancellationToken = default) =>
        inner.ExistsAsync(sha256, cancellationToken);

    public Task<bool> DeleteAsync(string sha256, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(sha256, cancellationToken);

    public Task<Stream> Get(Uri address, CancellationToken cancellationToken = default) =>
        OpenAsync(address.OriginalString["urn:sha256:".Length..], cancellationToken);

    public Task<Uri> Put(
        Stream stream, TimeSpan? timeToLive = default, CancellationToken cancellationToken = default) =>
        inner.Put(stream, timeToLive, cancellationToken);
}
