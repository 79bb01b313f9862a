using System.Diagnostics;
using System.Globalization;
using Karton.Sdk.Stores.S3;
using Microsoft.Extensions.Configuration;

namespace Karton.LoadTest.Roles;

/// <summary>
/// What moving bytes alone costs, by presigned addresses and an HTTP client as it comes.
/// <c>move FOLDER IN-FLIGHT</c> puts and gets each file twice, as long as an archive and its one member are; answers
/// the seconds. <c>put PATH</c> puts one file, <c>get</c> gets it; both answer the seconds, too.
/// </summary>
internal sealed class PlainStoreRole : IRole
{
    private const int Block = 256 * 1024;
    private const string OneKey = "plain/one";

    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly S3Options _options = ReadOptions();
    private readonly S3Signer _signer;
    private int _files;

    internal PlainStoreRole() => _signer = new S3Signer(_options, TimeProvider.System);

    internal static S3Options ReadOptions()
    {
        var options = new S3Options();
        new ConfigurationBuilder().AddEnvironmentVariables().Build().GetSection(S3Options.Section).Bind(options);
        return options;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<string> DoAsync(string verb, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        switch (verb)
        {
            case "put":
                await PutAsync(OneKey, arguments[0], cancellationToken);
                return Seconds(began);
            case "get":
                await GetAsync(OneKey, cancellationToken);
                return Seconds(began);
            default:
                var paths = Directory.GetFiles(arguments[0]);
                var inFlight = int.Parse(arguments[1], CultureInfo.InvariantCulture);
                await InFlight.RunAsync(paths.Length, inFlight, index => MoveAsync(paths[index], cancellationToken));
                return Seconds(began);
        }
    }

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task MoveAsync(string path, CancellationToken cancellationToken)
    {
        var key = $"plain/{Interlocked.Increment(ref _files)}";
        foreach (var resource in new[] { $"{key}/archive", $"{key}/member" })
        {
            await PutAsync(resource, path, cancellationToken);
            await GetAsync(resource, cancellationToken);
        }
    }

    private async Task PutAsync(string key, string path, CancellationToken cancellationToken)
    {
        await using var file = new FileStream(path, new FileStreamOptions { BufferSize = 0 });
        using var content = new StreamContent(file, Block);
        using var response = await _http.PutAsync(AddressOf(HttpMethod.Put, key), content, cancellationToken);
        response.EnsureSuccessStatusCode();
    }

    private async Task GetAsync(string key, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(
            AddressOf(HttpMethod.Get, key), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using var body = await response.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellationToken);
        await body.CopyToAsync(Stream.Null, Block, cancellationToken);
    }

    private Uri AddressOf(HttpMethod method, string key) => _signer.Sign(method, $"/{_options.Bucket}/{key}", "", []);

    private static string Seconds(long began) =>
        Stopwatch.GetElapsedTime(began).TotalSeconds.ToString(CultureInfo.InvariantCulture);
}
