using System.Diagnostics;
using System.Globalization;
using Karton.Sdk.Stores;
using Karton.Sdk.Stores.S3;

namespace Karton.LoadTest.Roles;

/// <summary>
/// The object store on S3 alone: <c>put PATH</c> and <c>put-stream PATH</c> answer the seconds and the hash,
/// <c>get HASH</c> the seconds, <c>delete HASH</c> nothing.
/// </summary>
internal sealed class StoreRole : IRole
{
    private const int Block = 256 * 1024;

    private readonly MinioMessageDataRepository _store = new(PlainStoreRole.ReadOptions());

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<string> DoAsync(string verb, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        switch (verb)
        {
            case "put":
                var sha256 = await PutAsync(arguments[0], content => content, cancellationToken);
                return $"{Seconds(began)} {sha256}";
            case "put-stream":
                sha256 = await PutAsync(arguments[0], content => new OneWay(content), cancellationToken);
                return $"{Seconds(began)} {sha256}";
            case "get":
                await using (var content = await _store.OpenAsync(arguments[0], cancellationToken))
                {
                    await content.CopyToAsync(Stream.Null, Block, cancellationToken);
                }

                return Seconds(began);
            default:
                await _store.DeleteAsync(arguments[0], cancellationToken);
                return "";
        }
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string> PutAsync(string path, Func<Stream, Stream> view, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 0 });
        StoredObject stored = await _store.StoreAsync(view(file), cancellationToken);
        return stored.Sha256;
    }

    private static string Seconds(long began) =>
        Stopwatch.GetElapsedTime(began).TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
