using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Karton.Tracking.Tests.Distributed;

/// <summary>Stands before a server. While it is shut, the server is away for those who come this way, and for nobody
/// else.</summary>
internal sealed class TcpDoor : IAsyncDisposable
{
    private readonly int _server;
    private readonly Lock _lock = new();
    private readonly List<Socket> _open = [];
    private readonly List<Task> _pumps = [];
    private Socket? _listener;

    private TcpDoor(int server) => _server = server;

    public int Port { get; private set; }

    /// <summary>Opens a door to a port of this machine.</summary>
    public static TcpDoor To(string serverPort)
    {
        var door = new TcpDoor(int.Parse(serverPort, CultureInfo.InvariantCulture));
        door.Open();
        return door;
    }

    public void Open()
    {
        var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
        listener.Listen();
        Port = ((IPEndPoint)listener.LocalEndPoint!).Port;
        _listener = listener;
        _pumps.Add(AcceptAsync(listener));
    }

    public void Shut()
    {
        _listener?.Dispose();
        lock (_lock)
        {
            _open.ForEach(socket => socket.Close(timeout: 0));
            _open.Clear();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Shut();
        Task[] pumps;
        lock (_lock)
        {
            pumps = [.. _pumps];
        }

        await Task.WhenAll(pumps);
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            lock (_lock)
            {
                _open.AddRange([client, server]);
                _pumps.Add(ConnectAsync(client, server));
            }
        }
    }

    private async Task ConnectAsync(Socket client, Socket server)
    {
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _server);
            await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Shut meanwhile.
        }

        client.Dispose();
        server.Dispose();
    }

    private static async Task PumpAsync(Socket from, Socket to)
    {
        var buffer = new byte[64 * 1024];
        try
        {
            for (int count; (count = await from.ReceiveAsync(buffer)) > 0;)
            {
                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Shut, or one side has gone.
        }
    }
}
