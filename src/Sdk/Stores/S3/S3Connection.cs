using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Xml.Linq;
using Karton.Sdk.Servers;
using Microsoft.Extensions.Logging;
using Minio;

namespace Karton.Sdk.Stores.S3;

/// <summary>The way to the server: the SDK for what concerns the bucket, and requests of our own for contents, which
/// are two to three times as fast as the SDK's.</summary>
internal sealed class S3Connection : IDisposable
{
    /// <summary>A transfer that does not move for this long counts as cut.</summary>
    internal static readonly TimeSpan StallLimit = TimeSpan.FromMinutes(1);

    /// <summary>How long a server may be silent while it copies.</summary>
    internal static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(10);

    private static readonly TimeSpan DefaultPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    // The handler puts the server there. The SDK would change the address of a server of Amazon.
    private const string AnyHost = "s3.invalid";

    private readonly S3Handler _handler;
    private readonly HttpClient _http;
    private readonly HttpClient _sdkHttp;

    internal S3Connection(S3Options options, ILogger logger, TimeSpan? firstPause = null, TimeProvider? time = null)
    {
        Options = options;
        Logger = logger;
        time ??= TimeProvider.System;
        Faults = new S3Faults(options, time);
        Attempts = new S3Attempts(Faults, firstPause ?? DefaultPause, time, logger);
        _handler = new S3Handler(new S3Signer(options, time), Sockets(options));
        _http = new HttpClient(_handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        _sdkHttp = new HttpClient(_handler, disposeHandler: false);

        // The SDK wants keys although the handler signs, and does not sign where there are none.
        Sdk = new MinioClient().WithEndpoint(AnyHost).WithRegion(options.Region).WithCredentials("none", "none")
            .WithHttpClient(_sdkHttp).Build();
    }

    internal S3Options Options { get; }

    internal ILogger Logger { get; }

    internal S3Faults Faults { get; }

    internal S3Attempts Attempts { get; }

    internal IMinioClient Sdk { get; }

    public void Dispose()
    {
        Sdk.Dispose();
        _sdkHttp.Dispose();
        _http.Dispose();
        _handler.Dispose();
    }

    /// <exception cref="S3Exception">The server did not do it.</exception>
    internal Task<HttpResponseMessage> SendAsync(
        HttpMethod method, string key, string query, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(method, AddressOf(key, query)) { Content = content }, cancellationToken);

    /// <summary>Puts an object if there is none with this key.</summary>
    /// <exception cref="S3Exception">The server did not do it; 412 when there is one.</exception>
    internal async Task PutNewAsync(string key, HttpContent content, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, AddressOf(key, "")) { Content = content };
        request.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        using var response = await SendAsync(request, cancellationToken);
    }

    /// <summary>Gets an object from a byte on.</summary>
    /// <exception cref="S3Exception">The server did not do it.</exception>
    internal Task<HttpResponseMessage> GetAsync(string key, long from, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, AddressOf(key, ""));
        if (from > 0)
        {
            request.Headers.Range = new RangeHeaderValue(from, null);
        }

        return SendAsync(request, cancellationToken);
    }

    /// <summary>Has the server copy an object, or a range of it, to a key or a part of an upload.</summary>
    /// <exception cref="S3Exception">The server did not do it.</exception>
    internal Task<HttpResponseMessage> CopyAsync(
        string source, string key, string query, string? range, CancellationToken cancellationToken)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, AddressOf(key, query));
        request.Headers.Add(S3Signer.CopySource, $"/{Options.Bucket}/{source}");
        if (range is not null)
        {
            request.Headers.Add(S3Signer.CopySourceRange, range);
        }

        return SendAsync(request, cancellationToken);
    }

    /// <summary>The size of an object; null when there is none.</summary>
    internal async Task<long?> SizeOfAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await Attempts.RunAsync(
                async stop =>
                {
                    using var response = await SendAsync(HttpMethod.Head, key, "", content: null, stop);
                    return response.Content.Headers.ContentLength;
                },
                cancellationToken);
        }
        catch (S3Exception)
        {
            return null;
        }
    }

    /// <summary>Deletes what nobody needs, within a time. What remains the rules of the bucket remove in some days;
    /// whatever went before it is what counts.</summary>
    internal async Task TryDeleteAsync(string key, string query, TimeSpan limit)
    {
        try
        {
            using var stop = new CancellationTokenSource(limit);
            using var _ = await SendAsync(HttpMethod.Delete, key, query, content: null, stop.Token);
        }
        catch (Exception e) when (e is S3Exception or HttpRequestException or IOException or OperationCanceledException)
        {
            // What went before it is what counts; the rules of the bucket remove the rest.
        }
    }

    /// <summary>Reads an answer.</summary>
    internal static async Task<XElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await XElement.LoadAsync(body, LoadOptions.None, cancellationToken);
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);

    private Uri AddressOf(string key, string query) => new(
        $"http://{AnyHost}/{Options.Bucket}{(key.Length > 0 ? "/" : "")}{key}{(query.Length > 0 ? "?" : "")}{query}");

    private static SocketsHttpHandler Sockets(S3Options options)
    {
        var sockets = new SocketsHttpHandler
        {
            // A redirection would be signed for another host.
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            PooledConnectionLifetime = ConnectionLifetime,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectAsync,
        };
        var trust = new ServerTrust(options.AuthorityFile, $"{S3Options.Section}:Endpoint");
        sockets.SslOptions.RemoteCertificateValidationCallback = trust.Accept;
        return sockets;
    }

    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
