using System.Net;
using System.Net.Sockets;

namespace Karton.Sdk.Tests.Transports.RabbitMq;

/// <summary>Stands between one host and the broker, so that a test can take the broker away from that host.</summary>
internal sealed class CuttableProxy : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly Lock _lock = new();
    private readonly List<TcpClient> _open = [];
    private TcpListener _listener = new(IPAddress.Loopback, 0);
    private bool _isCut;

    public CuttableProxy(string target)
    {
        var parts = target.Split(':');
        (_host, _port) = (parts[0], int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture));
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _ = AcceptAsync(_listener);
    }

    public int Port { get; }

    public string Address => $"127.0.0.1:{Port}";

    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            _listener.Stop();
            _open.ForEach(client => client.Close());
            _open.Clear();
        }
    }

    public void Restore()
    {
        lock (_lock)
        {
            _isCut = false;
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
            _ = AcceptAsync(_listener);
        }
    }

    public ValueTask DisposeAsync()
    {
        Cut();
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                _ = ForwardAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // It was cut.
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        try
        {
            var server = new TcpClient();
            await server.ConnectAsync(_host, _port);
            lock (_lock)
            {
                _open.AddRange([client, server]);
                if (_isCut)
                {
                    client.Close();
                    server.Close();
                    return;
                }
            }

            var (near, far) = (client.GetStream(), server.GetStream());
            await Task.WhenAny(near.CopyToAsync(far), far.CopyToAsync(near));
            client.Close();
            server.Close();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One of the two has gone.
        }
    }
}
