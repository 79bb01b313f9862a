using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Karton.Sdk.Tests.Stores.S3;

/// <summary>A server that answers each request for contents with the next thing it was told to, and ends the
/// connection after each. It has a bucket and takes every rule.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<byte[]> _answers = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    internal HostileServer()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    internal string Endpoint => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The heads of the requests for contents.</summary>
    internal ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    /// <summary>Answers the next request with this head, and so much of a body as there is.</summary>
    internal void Answer(
        string status, string headers = "Content-Length: 0\r\nConnection: close\r\n", byte[]? body = null) =>
        _answers.Enqueue([.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}\r\n"), .. body ?? []]);

    /// <summary>Ends the next connection without an answer.</summary>
    internal void Cut() => _answers.Enqueue([]);

    private async Task ServeAsync()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)
            && await stream.ReadAsync(one, _stop.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        var request = head.ToString();
        if (request.Length == 0)
        {
            return;
        }

        var length = request.Split("\r\n")
            .Where(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
            .Select(line => int.Parse(line.AsSpan(16), null)).FirstOrDefault();
        await stream.ReadExactlyAsync(new byte[length], _stop.Token);
        if (request.Contains("/sha256/", StringComparison.Ordinal))
        {
            Requests.Enqueue(request);
            await stream.WriteAsync(
                _answers.TryDequeue(out var answer) ? answer : "HTTP/1.1 418 Enough\r\n\r\n"u8.ToArray(), _stop.Token);
        }
        else
        {
            await stream.WriteAsync(
                request.Contains("lifecycle", StringComparison.Ordinal)
                    ? "HTTP/1.1 501 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()
                    : "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(),
                _stop.Token);
        }
    }
}
